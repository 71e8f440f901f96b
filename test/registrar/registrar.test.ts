import { deepEqual, equal, ok } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { callUri } from "../../modules/registrar/bindings.ts";
import { FIRST_PAUSE, FREE_TRIES } from "../../modules/registrar/guesses.ts";
import {
	BINDINGS_PER_USER,
	Registrar,
	type RegistrarOptions,
	type RegistrarReply,
	type RegistrarUser,
} from "../../modules/registrar/registrar.ts";
import type { Address } from "../../modules/sip/address.ts";
import { Headers } from "../../modules/sip/headers.ts";
import { type Request, request } from "../../modules/sip/message.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { hash } from "../support/hash.ts";

const CONTACT = "<sip:bell@192.168.1.20:5060>";

interface DeskOptions extends Partial<RegistrarOptions> {
	readonly users?: readonly RegistrarUser[];
}

/** A user agent that registers, and its registrar. */
class Desk {
	readonly registrar: Registrar;
	now = 1_000_000;
	user = "bell";
	username = "bell";
	password = "secret";
	callId = "a";
	sequence = 0;
	source: Address = { address: "192.168.1.20", port: 5060 };
	/** The top Via. */
	via = "SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK1;rport=5060";
	from: string | undefined;
	to: string | undefined;
	readonly #client: DigestClient;

	constructor({ users = [{ user: "bell", password: "secret" }], ...options }: DeskOptions = {}) {
		const random = new SeededRandom("registrar");
		const token = () => random.token();
		const find = (name: string) => users.find(({ user }) => user === name);
		this.registrar = new Registrar({ hash, token, find, ...options });
		this.#client = new DigestClient({ hash, token });
	}

	/** Sends a REGISTER with these headers once, with the answer to the last challenge if there was one. */
	send(...headers: readonly (readonly [name: string, value: string])[]): RegistrarReply {
		const message = this.#compose("REGISTER", headers);
		const answer = this.#authorize("REGISTER");
		if (answer !== undefined) message.headers.add("Authorization", answer);
		const reply = this.registrar.register(message, this.source, this.now);
		this.#client.challenge(headersOf(reply).all("WWW-Authenticate"));
		return reply;
	}

	/** Registers as often as it takes to answer one challenge. */
	register(...headers: readonly (readonly [name: string, value: string])[]): RegistrarReply {
		const reply = this.send(...headers);
		return reply.status === 401 ? this.send(...headers) : reply;
	}

	/** Sends an INVITE as {@link send} does. */
	invite(): RegistrarReply | undefined {
		const message = this.#compose("INVITE", []);
		const answer = this.#authorize("INVITE");
		if (answer !== undefined) message.headers.add("Proxy-Authorization", answer);
		const reply = this.registrar.admit(message, this.source, this.now);
		if (reply) this.#client.challenge(headersOf(reply).all("Proxy-Authenticate"));
		return reply;
	}

	/** The contacts as the registrar has them. */
	contacts(): string[] {
		return this.registrar.bindings(this.now, this.user).map(({ contact }) => contact);
	}

	#authorize(method: string): string | undefined {
		return this.#client.authorize({ username: this.username, password: this.password, method, uri: "sip:pbx" });
	}

	#compose(method: string, added: readonly (readonly [name: string, value: string])[]): Request {
		const headers = new Headers();
		this.sequence += 1;
		headers.add("Via", this.via);
		headers.add("From", this.from ?? `<sip:${this.user}@pbx>;tag=1`);
		headers.add("To", this.to ?? `<sip:${this.user}@pbx>`);
		headers.add("Call-ID", this.callId);
		headers.add("CSeq", `${this.sequence} ${method}`);
		for (const [name, value] of added) headers.add(name, value);
		return request(method, "sip:pbx", headers);
	}
}

function headersOf({ fill }: RegistrarReply): Headers {
	const headers = new Headers();
	fill?.(headers);
	return headers;
}

function contactsIn(reply: RegistrarReply): readonly string[] {
	return headersOf(reply).all("Contact");
}

describe("Registrar: bindings (RFC 3261 §10.3)", () => {
	it("grants what is asked for and says so beside the contact", () => {
		const desk = new Desk();
		const reply = desk.register(["Contact", CONTACT], ["Expires", "300"]);
		deepEqual([reply.status, reply.outcome, reply.user], [200, "registered", "bell"]);
		deepEqual(contactsIn(reply), [`${CONTACT};expires=300`]);
		deepEqual(desk.contacts(), ["sip:bell@192.168.1.20:5060"]);
	});

	it("prefers the expires parameter of the contact to the header", () => {
		deepEqual(contactsIn(new Desk().register(["Contact", `${CONTACT};expires=120`], ["Expires", "300"])), [
			`${CONTACT};expires=120`,
		]);
	});

	it("grants an hour to who does not say how long, or not in digits", () => {
		deepEqual(contactsIn(new Desk().register(["Contact", CONTACT])), [`${CONTACT};expires=3600`]);
		deepEqual(contactsIn(new Desk().register(["Contact", CONTACT], ["Expires", "soon"])), [`${CONTACT};expires=3600`]);
	});

	it("F7: grants its maximum to who asks for more", () => {
		const desk = new Desk({ maximumExpires: 60 });
		deepEqual(contactsIn(desk.register(["Contact", CONTACT], ["Expires", "99999999999999"])), [
			`${CONTACT};expires=60`,
		]);
	});

	it("S9: refuses what is too brief with 423 and Min-Expires", () => {
		const desk = new Desk({ minimumExpires: 90 });
		const reply = desk.register(["Contact", CONTACT], ["Expires", "89"]);
		deepEqual([reply.status, reply.outcome, headersOf(reply).get("Min-Expires")], [423, "too brief", "90"]);
		deepEqual(desk.contacts(), []);
		equal(desk.register(["Contact", CONTACT], ["Expires", "90"]).status, 200);
		equal(desk.register(["Contact", CONTACT], ["Expires", "0"]).outcome, "unregistered");
	});

	it("removes a contact whose time is zero", () => {
		const desk = new Desk();
		desk.register(["Contact", CONTACT]);
		const reply = desk.register(["Contact", CONTACT], ["Expires", "0"]);
		deepEqual([reply.status, reply.outcome, contactsIn(reply)], [200, "unregistered", []]);
		deepEqual(desk.contacts(), []);
	});

	it("removes all contacts for an asterisk with zero, and refuses any other asterisk", () => {
		const desk = new Desk();
		desk.register(["Contact", `${CONTACT}, <sip:bell@192.168.1.21>`]);
		equal(desk.register(["Contact", "*"]).status, 400);
		equal(desk.register(["Contact", `*, ${CONTACT}`], ["Expires", "0"]).status, 400);
		equal(desk.contacts().length, 2);
		equal(desk.register(["Contact", "*"], ["Expires", "0"]).outcome, "unregistered");
		deepEqual(desk.contacts(), []);
	});

	it("refuses a contact that cannot be read", () => {
		const reply = new Desk().register(["Contact", "<sip:"]);
		deepEqual([reply.status, reply.outcome], [400, "malformed"]);
	});

	it("lists the contacts for who brings none", () => {
		const desk = new Desk();
		equal(desk.register().outcome, "unregistered");
		desk.register(["Contact", CONTACT], ["Expires", "300"]);
		desk.now += 100_000;
		deepEqual(contactsIn(desk.register()), [`${CONTACT};expires=200`]);
	});

	it("forgets contacts whose time is over", () => {
		const desk = new Desk();
		desk.register(["Contact", CONTACT], ["Expires", "300"]);
		desk.now += 299_999;
		equal(desk.contacts().length, 1);
		desk.now += 1;
		equal(desk.contacts().length, 0);
	});

	it("keeps one entry for equal contacts, and the newest ones first, up to its limit", () => {
		const desk = new Desk();
		const ports = Array.from({ length: BINDINGS_PER_USER + 1 }, (_, index) => 5060 + index);
		for (const port of ports) desk.register(["Contact", `<sip:bell@192.168.1.20:${port}>`]);
		desk.register(["Contact", "<sip:bell@192.168.1.20:5062>"]);
		const first = [5062, ...ports.filter((port) => port !== 5062).reverse()].slice(0, BINDINGS_PER_USER);
		deepEqual(
			desk.contacts(),
			first.map((port) => `sip:bell@192.168.1.20:${port}`),
		);
	});

	it("takes nothing of a REGISTER that is older than the last one (step 7)", () => {
		const desk = new Desk();
		desk.register(["Contact", CONTACT]);
		desk.sequence -= 2;
		const reply = desk.send(["Contact", "<sip:bell@192.168.1.99>"], ["Contact", CONTACT], ["Expires", "0"]);
		deepEqual([reply.status, reply.outcome], [500, "out of order"]);
		equal(desk.contacts().length, 1);
		desk.callId = "after a restart";
		desk.sequence = 0;
		equal(desk.register(["Contact", CONTACT], ["Expires", "0"]).status, 200);
	});
});

describe("Registrar: what it refuses (RFC 3261 §10.3)", () => {
	it("takes no extension, and names the one that was required (step 2)", () => {
		const desk = new Desk();
		const reply = desk.send(["Contact", CONTACT], ["Require", "path, gruu"]);
		deepEqual([reply.status, reply.outcome], [420, "bad extension"]);
		deepEqual(headersOf(reply).all("Unsupported"), ["path", "gruu"]);
	});

	it("knows no address without a user part, or of another kind (step 5)", () => {
		for (const to of ["<sip:pbx>", "<tel:+49301234>", "<mailto:bell@pbx>", "<sip:>"]) {
			const desk = new Desk();
			desk.to = to;
			equal(desk.register(["Contact", CONTACT]).status, 404, to);
		}
	});

	it("lets nobody register for somebody else (step 4)", () => {
		const desk = new Desk();
		desk.from = "<sip:garage@pbx>;tag=1";
		const reply = desk.register(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome], [403, "not permitted"]);
	});

	it("does not look at the host of an address: phones know their registrar by any of its names", () => {
		const desk = new Desk();
		desk.from = "<sip:bell@192.168.1.20>;tag=1";
		desk.to = "<sip:bell@doorbell.local:5060>";
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});

	it("refuses a contact that is too long to be kept", () => {
		const desk = new Desk();
		equal(desk.register(["Contact", `<sip:bell@192.168.1.20;line=${"7".repeat(300)}>`]).status, 400);
	});

	it("has no room for ever more users, and says when to ask again", () => {
		const desk = new Desk({
			bindingLimit: 2,
			users: ["a", "b", "c"].map((user) => ({ user, password: "secret" })),
		});
		const register = (user: string, ...headers: readonly (readonly [name: string, value: string])[]) => {
			desk.user = desk.username = user;
			return desk.register(["Contact", `<sip:${user}@192.168.1.20>`], ...headers);
		};
		deepEqual([register("a").status, register("b").status], [200, 200]);
		const reply = register("c");
		deepEqual([reply.status, reply.outcome, headersOf(reply).get("Retry-After")], [503, "full", "120"]);
		equal(register("a").status, 200);
		register("b", ["Expires", "0"]);
		equal(register("c").status, 200);
	});
});

describe("Registrar: several bindings (RFC 3261 §10.3 step 7)", () => {
	it("gives each contact its own time", () => {
		const desk = new Desk();
		const reply = desk.register(
			["Contact", `${CONTACT};expires=60, <sip:bell@192.168.1.21>, <sip:bell@192.168.1.22>;expires=0`],
			["Expires", "600"],
		);
		deepEqual(contactsIn(reply), ["<sip:bell@192.168.1.21>;expires=600", `${CONTACT};expires=60`]);
	});

	it("takes all of a REGISTER or nothing of it", () => {
		const desk = new Desk({ minimumExpires: 90 });
		equal(desk.register(["Contact", `${CONTACT};expires=600, <sip:bell@192.168.1.21>;expires=5`]).status, 423);
		deepEqual(desk.contacts(), []);
	});

	it("removes by an asterisk nothing that is newer", () => {
		const desk = new Desk();
		desk.register(["Contact", CONTACT]);
		desk.sequence -= 2;
		equal(desk.send(["Contact", "*"], ["Expires", "0"]).outcome, "out of order");
		equal(desk.contacts().length, 1);
	});

	it("A6: raises what is too brief without a word, where it is told to", () => {
		const desk = new Desk({ raisedExpires: 60 });
		deepEqual(contactsIn(desk.register(["Contact", CONTACT], ["Expires", "5"])), [`${CONTACT};expires=60`]);
		equal(desk.register(["Contact", CONTACT], ["Expires", "0"]).outcome, "unregistered");
	});

	it("says whether calls go elsewhere from now on", () => {
		const desk = new Desk();
		equal(desk.register(["Contact", CONTACT]).changed, true);
		equal(desk.register(["Contact", CONTACT]).changed, false);
		desk.source = { address: "192.168.1.20", port: 40_000 };
		equal(desk.register(["Contact", CONTACT]).changed, true);
		equal(desk.register(["Contact", CONTACT], ["Expires", "0"]).changed, true);
		equal(desk.register(["Contact", CONTACT], ["Expires", "0"]).changed, false);
	});
});

describe("Registrar: where a phone is called (RFC 3581)", () => {
	const called = (desk: Desk) => desk.registrar.bindings(desk.now, desk.user).map(callUri);

	it("is where its REGISTER came from, which is where it listens when it asked for rport", () => {
		const desk = new Desk();
		desk.source = { address: "192.168.1.1", port: 61_000 };
		desk.register(["Contact", "<sip:bell-0x55e4@10.0.0.7:5062;transport=udp;line=3>"]);
		deepEqual(called(desk), ["sip:bell-0x55e4@192.168.1.1:61000;transport=udp;line=3"]);
	});

	it("is the port of its contact otherwise", () => {
		const desk = new Desk();
		desk.via = "SIP/2.0/UDP 192.168.1.20:5062;branch=z9hG4bK1";
		desk.source = { address: "192.168.1.20", port: 61_000 };
		desk.register(["Contact", "<sip:bell@192.168.1.20:5062>"]);
		deepEqual(called(desk), ["sip:bell@192.168.1.20:5062"]);
		desk.register(["Contact", "<sip:192.168.1.20>"]);
		deepEqual(called(desk)[0], "sip:192.168.1.20:5060");
	});

	it("has brackets where it needs them, and is left alone where it is no SIP address", () => {
		const desk = new Desk();
		desk.source = { address: "fe80::1", port: 5060 };
		desk.register(["Contact", CONTACT]);
		deepEqual(called(desk), ["sip:bell@[fe80::1]:5060"]);
		desk.register(["Contact", "<tel:+4930123>"]);
		equal(called(desk)[0], "tel:+4930123");
	});
});

describe("Registrar: guessing", () => {
	/** So many log-ins with a wrong password; the outcome of the last one. */
	function guess(desk: Desk, times: number): string {
		desk.password = "wrong";
		let outcome = "";
		for (let time = 0; time < times; time += outcome === "challenged" ? 0 : 1) {
			outcome = desk.send(["Contact", CONTACT]).outcome;
		}
		desk.password = "secret";
		return outcome;
	}

	it("is answered by 401, as it was a slip of the finger", () => {
		const desk = new Desk({ slowsGuesses: true });
		equal(guess(desk, FREE_TRIES - 1), "wrong password");
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});

	it("F12: is answered by 403 and a pause that grows, whatever the password is by then", () => {
		const desk = new Desk({ slowsGuesses: true });
		guess(desk, FREE_TRIES);
		const reply = desk.send(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome, headersOf(reply).get("Retry-After")], [403, "locked out", "10"]);
		desk.now += FIRST_PAUSE;
		equal(guess(desk, 1), "wrong password");
		equal(headersOf(desk.send(["Contact", CONTACT])).get("Retry-After"), "20");
		desk.now += 2 * FIRST_PAUSE;
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});

	it("hurts no other address", () => {
		const desk = new Desk({ slowsGuesses: true });
		guess(desk, FREE_TRIES);
		desk.source = { address: "192.168.1.21", port: 5060 };
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});
});

describe("Registrar: log-in (RFC 3261 §22, RFC 7616)", () => {
	it("challenges a REGISTER with 401, and binds nothing before it is answered", () => {
		const desk = new Desk({ realm: "fritz.box" });
		const reply = desk.send(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome], [401, "challenged"]);
		ok(headersOf(reply).get("WWW-Authenticate")?.startsWith('Digest realm="fritz.box", nonce="'));
		deepEqual(desk.contacts(), []);
		equal(desk.send(["Contact", CONTACT]).status, 200);
	});

	it("challenges an INVITE with 407, and admits who answers", () => {
		const desk = new Desk();
		deepEqual([desk.invite()?.status, desk.invite()], [407, undefined]);
	});

	it("challenges a wrong password anew, which is not called stale", () => {
		const desk = new Desk();
		desk.password = "wrong";
		const reply = desk.register(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome], [401, "wrong password"]);
		equal(headersOf(reply).get("WWW-Authenticate")?.includes("stale"), false);
		desk.invite();
		equal(desk.invite()?.outcome, "wrong password");
	});

	it("refuses unknown users with 403", () => {
		const desk = new Desk();
		desk.user = "nobody";
		const reply = desk.register(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome, reply.user], [403, "unknown user", "nobody"]);
		equal(desk.invite()?.status, 403);
	});

	it("takes the password of one user for that user only", () => {
		const users = [
			{ user: "bell", password: "secret" },
			{ user: "garage", password: "other" },
		];
		const desk = new Desk({ users });
		desk.user = "garage";
		equal(desk.register(["Contact", CONTACT]).outcome, "wrong password");
	});

	it("S1: knows users that log in under another name", () => {
		const desk = new Desk({ users: [{ user: "bell", username: "id-4711", password: "secret" }] });
		equal(desk.register(["Contact", CONTACT]).outcome, "wrong password");
		desk.username = "id-4711";
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});

	it("reads escaped user names", () => {
		const desk = new Desk({ users: [{ user: "t\u00fcr", password: "secret" }] });
		desk.user = "t%C3%BCr";
		desk.username = "t\u00fcr";
		equal(desk.register(["Contact", CONTACT]).status, 200);
	});

	it("calls a nonce stale when its time is over", () => {
		const desk = new Desk({ nonceLifetime: 2_000 });
		desk.register(["Contact", CONTACT]);
		desk.now += 2_000;
		equal(desk.send(["Contact", CONTACT]).status, 200);
		desk.now += 1;
		const reply = desk.send(["Contact", CONTACT]);
		deepEqual([reply.status, reply.outcome], [401, "challenged"]);
		ok(headersOf(reply).get("WWW-Authenticate")?.includes("stale=true"));
		equal(desk.send(["Contact", CONTACT]).status, 200);
	});

	it("refuses credentials that were used before (RFC 7616 §3.4, nonce count)", () => {
		const desk = new Desk();
		desk.register(["Contact", CONTACT]);
		const { register } = desk.registrar;
		const copies: string[] = [];
		desk.registrar.register = (request, source, now) => {
			copies.push(register.call(desk.registrar, request, source, now).outcome);
			return register.call(desk.registrar, request, source, now);
		};
		const reply = desk.send(["Contact", CONTACT]);
		deepEqual([copies, reply.status, reply.outcome], [["registered"], 401, "challenged"]);
	});

	it("remembers as many nonces as it is told to, and calls older ones stale", () => {
		const desk = new Desk({ nonceLimit: 1, users: ["bell", "garage"].map((user) => ({ user, password: "secret" })) });
		equal(desk.register(["Contact", CONTACT]).status, 200);
		equal(desk.send(["Contact", CONTACT]).status, 200);
		const other = new Desk();
		Object.assign(other, { registrar: desk.registrar, user: "garage", username: "garage" });
		equal(other.register(["Contact", CONTACT]).status, 200);
		const reply = desk.send(["Contact", CONTACT]);
		ok(headersOf(reply).get("WWW-Authenticate")?.includes("stale=true"));
		equal(desk.send(["Contact", CONTACT]).status, 200);
	});

	it("F4: takes a nonce once only, where it is told to", () => {
		const desk = new Desk({ oneTimeNonces: true });
		deepEqual(
			[401, 200, 401, 200],
			[1, 2, 3, 4].map(() => desk.send(["Contact", CONTACT]).status),
		);
	});

	it("F3: does without quality of protection, where it is told to", () => {
		const desk = new Desk({ qop: "none" });
		const challenge = headersOf(desk.send(["Contact", CONTACT])).get("WWW-Authenticate");
		equal(challenge?.includes("qop"), false);
		equal(desk.send(["Contact", CONTACT]).status, 200);
	});

	it("A11: offers several algorithms, one challenge each", () => {
		const desk = new Desk({ algorithms: ["SHA-512-256", "SHA-256", "MD5"] });
		const challenges = headersOf(desk.send(["Contact", CONTACT])).all("WWW-Authenticate");
		deepEqual(
			challenges.map((challenge) => challenge.split("algorithm=")[1]?.split(",")[0]),
			["SHA-512-256", "SHA-256", "MD5"],
		);
		equal(desk.send(["Contact", CONTACT]).status, 200);
	});
});
