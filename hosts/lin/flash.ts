import type SdkFlash from "embedded:storage/flash";

/** The desk has no second slot for a firmware. */
export default Object.freeze({
	open(): never {
		throw new Error("no partition");
	},
}) satisfies typeof SdkFlash;
