import { existsSync } from "node:fs";
import { join } from "node:path";
import { freePort, isBound } from "./ports.ts";
import { ask, type Program, startProgram } from "./processes.ts";
import { makeFolder } from "./stage.ts";

export interface KamailioOptions {
	/** Seconds that a nonce is good for; 300 if not given. */
	readonly nonceLifetime?: number;
	/** Challenges with SHA-256 instead of MD5. */
	readonly sha256?: boolean;
	/** Challenges as RFC 2069 did, without qop. */
	readonly withoutQop?: boolean;
	/** Every nonce is good for one request. */
	readonly oneTimeNonces?: boolean;
	/** Says Authentication-Info, with the next nonce, in the 200 to REGISTER. */
	readonly authenticationInfo?: boolean;
	/** Challenges BYE and re-INVITE too, if they come without credentials or with a nonce that is no longer good. */
	readonly challengeInDialog?: boolean;
	/** Less is answered 423; 60 if not given. */
	readonly minimumExpires?: number;
	/** More is granted as this; 3600 if not given. */
	readonly maximumExpires?: number;
	/** Treats everyone as behind a NAT: keeps where they really are, and sends them OPTIONS this often, in seconds. */
	readonly pingInterval?: number;
	/** How long it waits for an answer to what it passes on, milliseconds; 5000 if not given. */
	readonly patience?: number;
	/** How many houses of the street there are, bell1 and phone1 and so on; 20 if not given. */
	readonly houses?: number;
	/** UDP port; a free one if not given. */
	readonly port?: number;
}

/** One line of the location table. */
export interface Location {
	readonly user: string;
	readonly contact: string;
	/** Seconds left. */
	readonly expires: number;
	readonly callId: string;
	readonly sequence: number;
	/** Where the REGISTER came from; only with `pingInterval`. */
	readonly received: string | undefined;
}

/**
 * A registrar and proxy of door.test (kamailio.cfg). Its users are bell, phone1, phone2 and phone3, with the passwords
 * bell-secret and so on, and bell1 to bell20 and phone4 to phone20 (or as many `houses` as a test wants) likewise, and weird, whose password is `p@ss:w"ord \ 'x`. Nobody needs a password to call
 * sip:486@door.test, which is always busy (and so on from 300 to 699), or sip:silence@door.test, which never answers.
 */
export class Kamailio {
	readonly port: number;
	readonly #program: Program;
	readonly #control: string;

	constructor(program: Program, port: number, control: string) {
		this.#program = program;
		this.port = port;
		this.#control = control;
	}

	/** Host and port. */
	get address(): string {
		return `127.0.0.1:${this.port}`;
	}

	/** What it wrote; a line `request METHOD URI from HOST:PORT call-id … cseq … contact … expires …` per request. */
	get log(): string {
		return this.#program.output;
	}

	/** The location table. */
	async locations(): Promise<readonly Location[]> {
		const dump = await ask("kamcmd", "-s", this.#control, "ul.dump");
		return dump.split("AoR: ").slice(1).flatMap(locationsOfUser);
	}

	/** How many users are registered; less to read than all of them. */
	async registered(): Promise<number> {
		const statistics = await ask("kamcmd", "-s", this.#control, "stats.get_statistics", "registered_users");
		return Number(/registered_users = (\d+)/.exec(statistics)?.[1]);
	}

	stop(): Promise<void> {
		return this.#program.stop();
	}
}

export async function startKamailio(options: KamailioOptions = {}): Promise<Kamailio> {
	const { port = freePort() } = options;
	const folder = makeFolder("kamailio");
	const socket = join(folder, "control");
	const program = await startProgram({
		command: "kamailio",
		arguments: [
			...["-f", join(__dirname, "kamailio.cfg"), "-DD", "-E", "-m", "32", "-M", "4", "-Y", folder, "-w", folder],
			...definitions(options, port, socket).flatMap((definition) => ["-A", definition]),
		],
		folder,
		isReady: () => isBound(port) && existsSync(socket),
	});
	return new Kamailio(program, port, `unix:${socket}`);
}

function definitions(options: KamailioOptions, port: number, socket: string): string[] {
	const flags: Readonly<Record<string, boolean | undefined>> = {
		SHA256: options.sha256,
		WITHOUT_QOP: options.withoutQop,
		ONE_TIME_NONCES: options.oneTimeNonces,
		AUTHENTICATION_INFO: options.authenticationInfo,
		CHALLENGE_IN_DIALOG: options.challengeInDialog,
		BEHIND_NAT: options.pingInterval !== undefined,
	};
	return [
		`ADDRESS=127.0.0.1:${port}`,
		`CONTROL="unix:${socket}"`, // a definition is not replaced within a string, so it brings its own quotes
		`NONCE_LIFETIME=${options.nonceLifetime ?? 300}`,
		`MINIMUM_EXPIRES=${options.minimumExpires ?? 60}`,
		`MAXIMUM_EXPIRES=${options.maximumExpires ?? 3600}`,
		`PING_SECONDS=${options.pingInterval ?? 0}`,
		`PATIENCE=${options.patience ?? 5000}`,
		`HOUSES=${options.houses ?? 20}`,
		...Object.keys(flags).filter((flag) => flags[flag]),
	];
}

function locationsOfUser(dump: string): Location[] {
	const user = dump.slice(0, dump.indexOf("\n"));
	return dump
		.split("Contact: {")
		.slice(1)
		.map((contact) => {
			const field = (name: string) => contact.match(new RegExp(`\\b${name}: (.*)`))?.[1] ?? "";
			return {
				user,
				contact: field("Address"),
				expires: Number(field("Expires")),
				callId: field("Call-ID"),
				sequence: Number(field("CSeq")),
				received: field("Received").replace("[not set]", "") || undefined,
			};
		});
}
