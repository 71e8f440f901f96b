/**
 * describe, it and beforeEach for XS. A test file is preloaded, so its top level only declares; the bodies of its suites
 * run later, one after the other, inside the device's heap, and each is garbage when the next one starts.
 */

type Body = () => unknown;

interface Test {
	readonly title: string;
	readonly body: Body;
}

class Suite {
	readonly title: string;
	readonly body: Body;
	readonly outer: Suite | undefined;
	readonly hooks: Body[] = [];
	readonly tests: Test[] = [];

	constructor(title: string, body: Body, outer?: Suite) {
		this.title = title;
		this.body = body;
		this.outer = outer;
	}
}

let current = new Suite("", () => {});
/** Suites that wait; the next one is the last. */
let waiting: Suite[] = [];
let count = 0;
let failed = false;

Object.assign(globalThis, {
	describe: (title: string, body: Body) => {
		waiting.push(new Suite(`${current.title}${title}: `, body, current));
	},
	it: (title: string, body: Body) => {
		current.tests.push({ title: current.title + title, body });
	},
	beforeEach: (hook: Body) => {
		current.hooks.push(hook);
	},
});

/**
 * Runs what the preloaded test files have declared, and prints the results as TAP. Every step is a turn of the event
 * loop: the tests shall have the stack for themselves, as callbacks have it on the device.
 */
export function start(): void {
	waiting = [...waiting.reverse()];
	setTimeout(step, 0);
}

let position = 0;

function step(): void {
	const test = current.tests[position];
	if (test !== undefined) {
		position += 1;
		runTest(test);
	} else if (waiting.length > 0) {
		position = 0;
		enter(waiting.pop()!);
	} else {
		print(`1..${count}`);
		if (failed) xs.exit(1);
		return;
	}
	setTimeout(step, 0);
}

/** Lets the suite declare; inner suites run after its own tests. */
function enter(suite: Suite): void {
	const others = waiting;
	current = suite;
	waiting = [];
	xs.mark(suite.title);
	try {
		suite.body();
	} catch (error) {
		conclude(`${suite.title}(suite)`, error);
	}
	waiting = [...others, ...waiting.reverse()];
}

function runTest({ title, body }: Test): void {
	xs.mark(title);
	try {
		runHooks(current);
		const result = body();
		if (result instanceof Promise) throw new TypeError("asynchronous tests run on Node only (*.node.test.ts)");
		conclude(title);
	} catch (error) {
		conclude(title, error);
	}
}

function runHooks({ outer, hooks }: Suite): void {
	if (outer !== undefined) runHooks(outer);
	for (const hook of hooks) hook();
}

function conclude(title: string, error?: unknown): void {
	count += 1;
	if (error === undefined) {
		print(`ok - ${title}`);
		return;
	}
	failed = true;
	print(`not ok - ${title}`);
	print(error instanceof Error ? error.stack : error);
}
