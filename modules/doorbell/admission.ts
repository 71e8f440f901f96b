import type { Trust } from "./lock/code.ts";

/** Who may call the doorbell. */
export type Callers = "everyone" | "known" | "nobody";

/** Who may call, and when that is answered; times in milliseconds. */
export interface AdmissionSettings {
	readonly from: Callers;
	readonly answer: "at once" | "delayed" | "manual";
	readonly answerDelay: number;
}

/** Why somebody may not call; `undefined` when he may. */
export function refuseCaller(from: Callers, trust: Trust): string | undefined {
	if (from === "everyone" || (from === "known" && trust === "known")) return undefined;
	return from === "known" ? "only known callers may call" : "nobody may call";
}
