import type { Doorbell } from "../doorbell/doorbell.ts";
import type { LogLevel } from "../doorbell/log.ts";
import type { Output, State, SwitchName } from "../doorbell/output.ts";
import type { Host } from "../host.ts";
import type { AuditStore } from "./audit-store.ts";
import { writeQuiet } from "./quiet-store.ts";
import type { Telephone } from "./telephone.ts";
import { writeTries } from "./tries-store.ts";

/** What there is to do the doorbell's will with. */
export interface Performer {
	readonly host: Host;
	readonly doorbell: Doorbell;
	readonly telephone: Telephone;
	readonly audit: AuditStore;
	/** Whether it was told that wrong tries cannot be stored. */
	forgetful: boolean;
	note(level: LogLevel, text: string): void;
	enter(state: State): void;
	switch(name: SwitchName, on: boolean): void;
	readonly audience: { news(): void } | undefined;
}

/** Does what the doorbell asks for. */
export function perform(performer: Performer, output: Output): void {
	const { telephone } = performer;
	switch (output.type) {
		case "log":
			performer.note(output.level, output.text);
			return;
		case "state":
			performer.enter(output.state);
			return;
		case "switch":
			performer.switch(output.name, output.on);
			return;
		case "remember":
			remember(performer, output.tries);
			return;
		case "audit":
			performer.audit.note(output.kind, output.source, output.reason);
			return;
		case "quiet":
			if (!writeQuiet(performer.host.storage, output.until))
				performer.note("error", "Do not disturb could not be stored: the next start does not know of it");
			performer.audience?.news();
			return;
		case "tone":
			telephone.tone(output.tone, output.to);
			return;
		case "open":
			telephone.line.open();
			return;
		case "register":
			telephone.line.register();
			return;
		case "close":
			telephone.line.shutDown(() => performer.doorbell.connection({ type: "closed" }, performer.host.clock.now()));
			return;
		case "call":
			telephone.call(output.call, output.target);
			return;
		case "ring":
			telephone.ring(output.call);
			return;
		case "answer":
			telephone.answer(output.call);
			return;
		case "reject":
			telephone.reject(output.call, output.reason);
			return;
		case "hang up":
			telephone.hangUp(output.call);
			return;
		default:
			telephone.change(output);
	}
}

/** Storage that fails is told of once: from then on wrong tries are counted in memory only. */
function remember(performer: Performer, tries: string): void {
	if (writeTries(performer.host.storage, tries) || performer.forgetful) return;
	performer.forgetful = true;
	performer.note("error", "Wrong tries cannot be stored: they count until the next start");
}
