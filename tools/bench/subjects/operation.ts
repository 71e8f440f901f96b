/** Something that is done once, and measured. */
export interface Operation {
	readonly name: string;
	/** What others do before, such as a packet that arrives: it is not counted. */
	prepare?(): void;
	run(): void;
}

/** Makes the operations of one subject. On XS this runs in the board's heap, the modules themselves are preloaded. */
export type Operations = () => readonly Operation[];
