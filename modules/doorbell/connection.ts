import type { Outbox } from "./outbox.ts";
import type { State } from "./output.ts";

/** What the connection asks for. Each is answered by an event, see {@link ConnectionEvent}. */
export type ConnectionOutput =
	/** Open the socket, unless it is open; answer `opened` or `unopened`. */
	| { readonly type: "open" }
	| { readonly type: "register" }
	/** End calls and registration, wait for their answers within a bound, close the socket; answer `closed`. */
	| { readonly type: "close" };

/** What happens to the socket and the registration. */
export type ConnectionEvent =
	| {
			readonly type:
				| "opening"
				| "opened"
				| "closed"
				| "started"
				| "located"
				| "sent"
				| "challenged"
				| "authenticating"
				| "unregistering"
				| "unregistered"
				/** The network gave us another address; the socket is a new one already. */
				| "moved";
	  }
	| { readonly type: "registered"; readonly seconds: number }
	/** The socket cannot be opened. */
	| { readonly type: "unopened"; readonly problem: string }
	/** The PBX `from` is no use, for `problem`: the next one is asked. */
	| { readonly type: "next server"; readonly problem: string; readonly from: string; readonly to: string }
	/** Registered at another PBX than before; one that is silent all at once; one that is there again. */
	| { readonly type: "changed server" | "silent" | "back"; readonly server: string }
	/** `seconds` until the next try. */
	| { readonly type: "failed"; readonly problem: string; readonly seconds: number };

type Phase = "idle" | "registering" | "registered" | "failed" | "restarting" | "disconnecting" | "disconnected";

/**
 * The buttons Connect and Disconnect, and what becomes of the registration, told in the fixed log lines.
 *
 *     idle ──connect──▶ registering ──▶ registered      any ──disconnect──▶ disconnecting ──closed──▶ disconnected
 *      ▲                     └──▶ failed (tries again)                          (connect waits)           │ connect
 *      ├──────────────────────────────────────────────────────────────────────────────────────────────────┘
 *      └──closed── restarting ◀──other settings── any but the last two
 */
export class Connection {
	#outbox: Outbox;
	#configured: boolean;
	#phase: Phase = "idle";
	/** Connect was pressed while disconnecting. */
	#connectLater = false;
	/** The next "sent" is the answer to a challenge, which has a line of its own. */
	#answering = false;
	#problem = "";

	constructor(outbox: Outbox, configured: boolean) {
		this.#outbox = outbox;
		this.#configured = configured;
	}

	get state(): State {
		switch (this.#phase) {
			case "registering":
				return "REGISTERING";
			case "registered":
				return "REGISTERED";
			case "failed":
				return "ERROR";
			case "disconnecting":
			case "disconnected":
				return "DISCONNECTED";
			case "idle":
			case "restarting":
				return this.#configured ? "IDLE" : "UNCONFIGURED";
		}
	}

	/** Why the last registration failed, in plain words; "" when it did not. */
	get problem(): string {
		return this.#problem;
	}

	/** Takes other settings of the server, `configured` if there is one: leaves the old one, and begins anew. */
	configure(configured: boolean): void {
		this.#configured = configured;
		this.#problem = "";
		if (this.#phase === "disconnecting" || this.#phase === "disconnected") return;
		this.#phase = "restarting";
		this.#outbox.push({ type: "close" });
	}

	/** Power-up: registers by itself when there is a server. */
	start(): void {
		if (this.#configured) this.#queue();
		else this.#outbox.push({ type: "open" });
	}

	connect(): void {
		this.#outbox.info("SIP connection requested");
		if (!this.#configured) {
			this.#outbox.error("Cannot connect: SIP not configured");
			return;
		}
		switch (this.#phase) {
			case "registered":
				this.#outbox.info("Already registered to SIP server");
				return;
			case "registering":
			case "restarting":
				this.#outbox.info("SIP registration is already under way");
				return;
			case "disconnecting":
				this.#connectLater = true;
				return;
			case "disconnected":
				this.#reconnect();
				return;
			case "idle":
			case "failed":
				this.#queue();
		}
	}

	disconnect(): void {
		this.#outbox.info("SIP disconnection requested");
		this.#connectLater = false;
		if (this.#phase === "disconnecting") return;
		this.#phase = "disconnecting";
		this.#problem = "";
		this.#outbox.push({ type: "close" });
	}

	receive(event: ConnectionEvent): void {
		switch (event.type) {
			case "opening":
				this.#outbox.info("Creating SIP socket");
				return;
			case "opened":
				this.#outbox.info("SIP socket ready");
				return;
			case "unopened":
				this.#outbox.error(`No SIP socket: ${event.problem}`);
				if (this.#phase === "registering") this.#fail(event.problem);
				return;
			case "started":
				this.#answering = false;
				if (this.#phase === "failed") this.#phase = "registering";
				this.#progress("Starting SIP registration");
				return;
			case "located":
				this.#progress("DNS lookup successful");
				return;
			case "sent":
				if (!this.#answering) this.#progress("REGISTER message sent");
				return;
			case "challenged":
				this.#progress("Authentication required");
				return;
			case "authenticating":
				this.#answering = true;
				this.#progress("Sending authenticated REGISTER");
				return;
			case "registered":
				this.#progress("SIP registration successful");
				this.#phase = "registered";
				this.#problem = "";
				return;
			case "failed":
				this.#outbox.error(
					`SIP registration failed: ${sentence(event.problem)} Next try in ${duration(event.seconds)}`,
				);
				this.#fail(event.problem);
				return;
			case "next server":
				this.#outbox.info(`The PBX at ${event.from} ${event.problem}: trying the one at ${event.to}`);
				return;
			case "changed server":
				this.#outbox.info(`Registered at the PBX at ${event.server} now`);
				return;
			case "silent":
				this.#outbox.info(`The PBX at ${event.server} does not answer any more: registering again`);
				return;
			case "back":
				this.#outbox.info(`The PBX at ${event.server} is there again: registering there`);
				return;
			case "unregistering":
				this.#outbox.info("Unregistering from SIP server");
				return;
			case "unregistered":
				return;
			case "moved":
				this.#outbox.info("The network address of the doorbell changed");
				if (this.#phase === "registering" || this.#phase === "registered" || this.#phase === "failed") this.#queue();
				return;
			case "closed":
				this.#closed();
		}
	}

	/** A step of the registration. A refresh succeeds or fails: how it goes about that is no news. */
	#progress(text: string): void {
		if (this.#phase === "registering") this.#outbox.info(text);
	}

	#fail(problem: string): void {
		this.#phase = "failed";
		this.#problem = problem;
	}

	#closed(): void {
		if (this.#phase === "restarting") {
			this.#phase = "idle";
			this.start();
		} else if (this.#phase === "disconnecting") {
			this.#phase = "disconnected";
			this.#outbox.info("Disconnected from SIP server");
			if (this.#connectLater) this.#reconnect();
		}
	}

	#reconnect(): void {
		this.#connectLater = false;
		this.#phase = "idle";
		this.#outbox.state("IDLE");
		this.#outbox.info("Reconnecting to SIP server");
		this.#queue();
	}

	#queue(): void {
		this.#phase = "registering";
		this.#outbox.info("SIP registration queued");
		this.#outbox.push({ type: "open" }, { type: "register" });
	}
}

/** What has been said comes to its end with a full stop, unless it was a question. */
function sentence(text: string): string {
	return text.endsWith("?") ? text : `${text}.`;
}

/** A time span for people. */
export function duration(seconds: number): string {
	if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
