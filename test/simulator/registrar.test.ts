import { deepEqual, equal, ok } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { Headers } from "../../modules/sip/headers.ts";
import { type Request, request } from "../../modules/sip/message.ts";
import { Registrar, type RegistrarOptions, type RegistrarReply } from "../../simulator/registrar.ts";
import { CONTACT_LIMIT } from "../../simulator/registrar-contacts.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { hash } from "../support/hash.ts";

const CONTACT = "<sip:bell@192.168.1.20:5060>";

/** A user agent that registers, and its registrar. */
class Desk {
	readonly registrar: Registrar;
	now = 1_000_000;
	user = "bell";
	username = "bell";
	password = "secret";
	callId = "a";
	sequence = 0;
	readonly #client: DigestClient;

	constructor(options: Partial<RegistrarOptions> = {}) {
		const random = new SeededRandom("registrar");
		const token = () => random.token();
		this.registrar = new Registrar({ hash, token, users: [{ user: "bell", password: "secret" }], ...options });
		this.#client = new DigestClient({ hash, token });
	}

	/** Sends a REGISTER with these headers once, with the answer to the last challenge if there was one. */
	send(...headers: readonly (readonly [name: string, value: string])[]): RegistrarReply {
		const message = this.#compose("REGISTER", headers);
		const answer = this.#authorize("REGISTER");
		if (answer !== undefined) message.headers.add("Authorization", answer);
		const reply = this.registrar.register(message, this.now);
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
		const reply = this.registrar.admit(message, this.now);
		if (reply) this.#client.challenge(headersOf(reply).all("Proxy-Authenticate"));
		return reply;
	}

	/** The contacts as the registrar has them. */
	contacts(): string[] {
		return this.registrar.contacts(this.user, this.now).map(({ uri }) => uri.toString());
	}

	#authorize(method: string): string | undefined {
		return this.#client.authorize({ username: this.username, password: this.password, method, uri: "sip:pbx" });
	}

	#compose(method: string, added: readonly (readonly [name: string, value: string])[]): Request {
		const headers = new Headers();
		this.sequence += 1;
		headers.add("From", `<sip:${this.user}@pbx>;tag=1`);
		headers.add("To", `<sip:${this.user}@pbx>`);
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
		const ports = Array.from({ length: CONTACT_LIMIT + 1 }, (_, index) => 5060 + index);
		for (const port of ports) desk.register(["Contact", `<sip:bell@192.168.1.20:${port}>`]);
		desk.register(["Contact", "<sip:bell@192.168.1.20:5062>"]);
		const first = [5062, ...ports.filter((port) => port !== 5062).reverse()].slice(0, CONTACT_LIMIT);
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
