/** What the test host must do with the scripts of test/xs/fixtures, so that its "ok" can be believed. */
export interface SelfCheck {
	readonly file: string;
	/** Run as the main module; otherwise as a test file. */
	readonly main?: boolean;
	readonly exitCode: number;
	readonly output: RegExp;
}

const FIXTURES = "test/xs/fixtures";

export const SELF_CHECKS: readonly SelfCheck[] = [
	{
		file: `${FIXTURES}/failing.ts`,
		exitCode: 1,
		output:
			/^ok - Failing suite: passes once\nnot ok - .*: fails once\nAssertionError: \.a\.1\.b: 2 instead of 3\n( at .*\n)+not ok - .*: is asynchronous\nTypeError: .*\n( at .*\n)+1\.\.3$/m,
	},
	{
		file: `${FIXTURES}/timers.ts`,
		main: true,
		exitCode: 0,
		output: /^0 promise\n0 soon\n10 second of two\n10 tick\n20 tick\n30 tick\n3600000 an hour$/m,
	},
	{
		file: `${FIXTURES}/stack-overflow.ts`,
		exitCode: 72,
		output: /^abort: stack overflow, in "Recursion: without an end"\n at deeper/m,
	},
	{
		file: `${FIXTURES}/slots-full.ts`,
		exitCode: 71,
		output: /^abort: memory full: all \d+ slots are in use, in "Objects/m,
	},
	{
		file: `${FIXTURES}/chunks-full.ts`,
		exitCode: 71,
		output: /^abort: memory full: \d+ of \d+ bytes of chunks .*"Text/m,
	},
	{ file: `${FIXTURES}/endless.ts`, exitCode: 77, output: /^abort: too much computation, in "Loop: without an end"/m },
	{
		file: `${FIXTURES}/exception.ts`,
		main: true,
		exitCode: 75,
		output: /^abort: unhandled exception\nRangeError: .*thrown in a timer\n at .*exception\.ts:2/m,
	},
	{
		file: `${FIXTURES}/rejection.ts`,
		main: true,
		exitCode: 78,
		output: /^abort: unhandled rejection\nRangeError: .*nobody listens/m,
	},
];
