import type { Source } from "../../hosts/node/audio-format.ts";
import type { Appliance } from "../../modules/drivers/appliance.ts";
import type { MediaStatistics } from "../../modules/drivers/rtp-session.ts";
import type { PbxProfile } from "../profiles/behaviour.ts";

/** A button, to be pressed. */
export interface Contact {
	press(): void;
	release(): void;
}

/** Hears a frame. The array is used again afterwards. */
export type Listener = (frame: Int16Array) => void;

/** A phone of the PBX. */
export interface BenchPhone {
	readonly name: string;
	readonly number: string;
	readonly state: "idle" | "calling" | "ringing" | "in call";
	readonly peer: { readonly name: string; readonly number: string } | undefined;
	readonly holding: boolean;
	readonly statistics: MediaStatistics | undefined;
	keys: "rtp" | "info";
	set listener(listener: Listener | undefined);
	say(source: Source): void;
	answer(): void;
	decline(): void;
	hangUp(): void;
	/** False when that cannot be. */
	call(user: string): boolean;
	press(keys: string): void;
	hold(): void;
	resume(): void;
}

/** What stands on the bench: a doorbell on its board, the phones of its PBX, and the network between them. */
export interface BenchSubject {
	/** Bell buttons, from the first one on. */
	readonly buttons: readonly Contact[];
	/** The button inside the case. */
	readonly setup?: Contact;
	readonly outputs: Readonly<Record<"door" | "second door" | "light" | "lamp", { readonly value: 0 | 1 }>>;
	readonly microphone: { source: Source };
	/** The microphone's source is a file that the command line names: it stays until another one is chosen. */
	readonly hasFile: boolean;
	readonly loudspeaker: { listener: Listener | undefined };
	readonly doorbell: Pick<Appliance, "state" | "status" | "settings">;
	readonly phones: readonly BenchPhone[];
	/** What the PBX can be like; absent without one. */
	readonly profiles?: readonly PbxProfile[];
	/** What it is like; another one starts it anew. */
	profile?: PbxProfile;
	/** Shares and milliseconds; may be set at any time. `lost` counts. */
	readonly weather: { loss: number; delay: number; jitter: number; readonly lost: number };
	/** Port of the control page, where there is one. */
	readonly controlPort?: number;
}
