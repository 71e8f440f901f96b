import type SdkUpdate from "embedded:update";

/** Nothing can be updated on the desk: there is no slot to begin with. */
export default Object.freeze({
	open(): never {
		throw new Error("no partition");
	},
}) satisfies typeof SdkUpdate;
