import type { Appliance } from "../../modules/drivers/appliance.ts";
import type { VirtualClock } from "../../simulator/virtual-clock.ts";
import { explain } from "../../web-assets/why/explain.ts";
import type { Conversation, TraceMessage } from "../../web-assets/why/model.ts";

/** Collects the SIP messages of a doorbell while time passes, as an open page does. */
export class Watch {
	readonly messages: TraceMessage[] = [];
	readonly #clock: VirtualClock;
	readonly #doorbell: Appliance;

	constructor(clock: VirtualClock, doorbell: Appliance) {
		this.#clock = clock;
		this.#doorbell = doorbell;
	}

	/** Lets time pass, in milliseconds. */
	wait(milliseconds: number): void {
		this.#clock.run(() => {
			this.#collect();
			return false;
		}, milliseconds);
	}

	/** What the messages so far tell, the newest conversation first. */
	get conversations(): readonly Conversation[] {
		this.#collect();
		return explain(this.messages);
	}

	/** The newest conversation of a kind. */
	find(kind: Conversation["kind"]): Conversation {
		const found = this.conversations.find((conversation) => conversation.kind === kind);
		if (found === undefined) throw new Error(`no ${kind}`);
		return found;
	}

	#collect(): void {
		const { trace } = this.#doorbell;
		for (;;) {
			const message = trace.after(this.messages.at(-1)?.id ?? 0);
			if (message === undefined) return;
			this.messages.push(message);
		}
	}
}
