import type { Row } from "../texts.ts";
import type { Step } from "./conversations.ts";

/** A SIP message as GET /api/trace tells it. */
export interface TraceMessage {
	readonly id: number;
	/** Milliseconds since 1970; `null` or absent while the doorbell did not know. */
	readonly time?: number | null;
	/** Milliseconds of a clock that never jumps. */
	readonly at: number;
	readonly direction: "sent" | "received";
	readonly local: Endpoint;
	readonly remote: Endpoint;
	readonly text: string;
}

/** The messages since a start of the doorbell. */
export interface Trace {
	readonly boot: string;
	readonly messages: readonly TraceMessage[];
}

export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** A text and what stands in it, or a sentence of the doorbell. */
export type Said = readonly [text: Row | string, ...values: (string | number)[]];

/** How something went. */
export interface Judgement {
	/** Well or badly; absent where that is not known (yet). */
	readonly good?: boolean;
	readonly said?: Said;
	/** The step at which it went wrong. */
	readonly wrong?: Step;
}

/** Messages that belong together, and what came of them. */
export interface Conversation extends Judgement {
	/** Number of its first message. */
	readonly id: number;
	readonly kind: "registration" | "call" | "other";
	readonly title: Said;
	readonly steps: readonly Step[];
}
