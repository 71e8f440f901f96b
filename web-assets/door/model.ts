/** What the doorbell tells of codes and of what happened at the door, as docs/api.md describes it. */

export interface Code {
	readonly code: number;
	readonly name: string;
	readonly output: "door" | "second door" | "light";
	readonly action: "pulse" | "toggle";
	readonly callers: "everyone" | "known" | "placed";
	/** Times of the week such as `Mo-Fr 08:00-18:00`; "" for always. */
	readonly weekly: string;
	/** Milliseconds since 1970. */
	readonly until: number | null;
	readonly once: boolean;
	/** Whether there is such a code: its keys are never told. */
	readonly set: boolean;
}

/** A code as it is about to be saved; without keys, those that it has remain. */
export interface CodeChanges extends Partial<Omit<Code, "code" | "set">> {
	readonly digits?: string;
}

export interface AuditEntry {
	readonly id: number;
	/** Milliseconds since 1970; `null` where the doorbell did not know. */
	readonly time: number | null;
	readonly kind: string;
	/** Who or what did it; may be "". */
	readonly source: string;
	/** A sentence. */
	readonly reason: string;
}
