/** Why the doorbell cannot start on the desktop, in one line for who started it. */
export class StartProblem extends Error {
	override readonly name = "StartProblem";
	/** 2 when an option is wrong, 1 when the world is. */
	readonly exitCode: 1 | 2;

	constructor(message: string, exitCode: 1 | 2) {
		super(message);
		this.exitCode = exitCode;
	}
}
