import type { Peer } from "./words.ts";

/** What somebody wants of an answered call, at the control page or elsewhere at the door. */
export type Order =
	| { readonly type: "hold" | "resume" }
	/** Talk to the other caller, and keep the present one on hold. */
	| { readonly type: "switch" }
	/** Refuse the caller who waits. */
	| { readonly type: "reject" }
	/** Have the other side call somebody else instead. */
	| { readonly type: "transfer"; readonly target: string };

/** What becomes of an answered call, as the telephony below reports it. */
export type CallChange =
	/** The other side agreed neither to be put on hold nor to talk again, as was asked last. */
	| { readonly type: "hold refused"; readonly call: number }
	/** The other side asks us to call `target` in its place; reply with `follow` or `decline`. */
	| { readonly type: "referred"; readonly call: number; readonly target: Peer }
	/** What became of our transfer: the other side refused it, or this is what its call to the target came to. */
	| { readonly type: "transferred"; readonly call: number; readonly by: "peer" | "target"; readonly status: number };
