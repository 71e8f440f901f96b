/** What the XS test host (tools/xs) adds to the language. */

interface Figures {
	readonly used: number;
	readonly peak: number;
	readonly capacity: number;
}

interface XsHost {
	/** What followed the script on the command line. */
	readonly argument?: string;
	/** Virtual milliseconds: they pass when the host goes from one timer to the next, and at no other time. */
	now(): number;
	/** Real nanoseconds, from any start. */
	nanoseconds(): number;
	/** Ends the run after this turn; the process exits with `code`. */
	exit(code: number): void;
	/** Collects garbage: what `statistics` then counts as used is live. */
	gc(): void;
	/** Collects garbage, and prints a line for each object that is live: file, owner, name, slots, bytes of chunks. */
	census(): void;
	/** Lets the peaks start again from what is used now. */
	resetPeaks(): void;
	/** Bytecodes run so far. */
	meter(): number;
	/** Calls a function, within a C function of this name, which a profiler can be told to look at. */
	profiled(task: () => void): void;
	/** Says what the script is doing, for the message when the machine stops for good. */
	mark(text: string): void;
	/** Slots (16 bytes each on the device), bytes of chunks, and slots of the stack; peaks since `resetPeaks`. */
	statistics(): {
		readonly slots: Figures;
		readonly chunkBytes: Figures;
		readonly stack: Figures;
		readonly slotSize: number;
	};
	/** The board's native work on samples (hosts/esp32/audio). */
	readonly sound: import("../../modules/host.ts").HostSound;
	/** UTF-8 to text; bytes that are not UTF-8 become U+FFFD. The way back is `ArrayBuffer.fromString`. */
	decode(bytes: ArrayBuffer | ArrayBufferView): string;
}

declare const xs: XsHost;

declare function print(...values: readonly unknown[]): void;

interface ArrayBufferConstructor {
	/** UTF-8 bytes of a text. */
	fromString(text: string): ArrayBuffer;
}
