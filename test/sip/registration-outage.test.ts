import { equal, ok } from "node:assert/strict";
import { parseAuthorization, response } from "../../modules/auth/digest.ts";
import type { Request, Response } from "../../modules/sip/message.ts";
import { RETRY_MAXIMUM } from "../../modules/sip/registration-pause.ts";
import { seeded } from "../rtp/random.ts";
import {
	ACCOUNT,
	DAY,
	grants,
	HOUR,
	MINUTE,
	RegistrationBench,
	refuses,
	SECOND,
	transparent,
} from "./registration-bench.ts";

/** A registrar with nonces for one use each and a table of one line. It repeats its answer to a copy of a request. */
class PatientRegistrar {
	/** When the binding ends. */
	boundUntil = 0;
	/** How long there was none, between the first one and now. */
	gap = 0;
	refusals = 0;
	#seconds: number;
	#nonces = 0;
	#sequence = 0;
	#last: Response | undefined;

	constructor(seconds: number) {
		this.#seconds = seconds;
	}

	answer(request: Request, now: number): Response | undefined {
		const sequence = Number.parseInt(request.headers.get("CSeq") ?? "", 10);
		if (sequence < this.#sequence) return refuses(500)(request);
		if (sequence > this.#sequence) this.#last = this.#decide(request, now);
		this.#sequence = sequence;
		return this.#last;
	}

	#decide(request: Request, now: number): Response | undefined {
		const claim = parseAuthorization(request.headers.get("Authorization") ?? "");
		if (claim?.nonce !== `n${this.#nonces}`) return this.#challenge(request);
		this.#nonces += 1;
		if (claim.response !== response(transparent, claim, ACCOUNT.credentials.password, "REGISTER")) {
			this.refusals += 1;
			return this.#challenge(request);
		}
		if (this.boundUntil > 0) this.gap += Math.max(0, now - this.boundUntil);
		this.boundUntil = now + this.#seconds * SECOND;
		return grants(this.#seconds)(request);
	}

	#challenge(request: Request): Response | undefined {
		this.#nonces += 1;
		const challenge = `Digest realm="fritz.box", nonce="n${this.#nonces}"`;
		return refuses(401, ["WWW-Authenticate", challenge])(request);
	}
}

describe("Registration over a long time", () => {
	it("X2: keeps its binding for 30 days without a gap, on a bad network with a nonce for each request", () => {
		const random = seeded(30);
		const registrar = new PatientRegistrar(3_600);
		const bench = new RegistrationBench();
		const lost = () => random() < 0.1;
		bench.registrar = (request) => {
			bench.delay = 5 + random() * 400;
			const reply = lost() ? undefined : registrar.answer(request, bench.now);
			return lost() ? undefined : reply;
		};
		bench.register();
		let sent = 0;
		for (let time = HOUR; time <= 30 * DAY; time += HOUR) {
			bench.random = random();
			bench.advance(time);
			sent += bench.traffic().length;
			bench.steps = [];
			equal(bench.registration.state, "registered");
			ok(registrar.boundUntil > time);
		}
		equal(registrar.gap, 0);
		equal(registrar.refusals, 0);
		equal(bench.overlaps, 0);
		// Two REGISTERs each half hour, and a fifth of them lost in one direction or the other.
		ok(sent > 2 * 48 * 30 && sent < 3 * 48 * 30, `${sent} REGISTERs`);
	});

	it("is there again after every outage, within the longest pause, and never sends two REGISTERs at a time", () => {
		const random = seeded(10);
		const registrar = new PatientRegistrar(600);
		const bench = new RegistrationBench();
		const home = bench.local;
		const silent = () => undefined;
		const overloaded = refuses(503);
		const works = (request: Request) => registrar.answer(request, bench.now);
		bench.registrar = works;
		bench.register();
		let outages = 0;
		for (let time = 0; time < 10 * DAY; outages++) {
			const kind = random();
			bench.random = random();
			time += 10 * MINUTE + random() * 3 * HOUR;
			bench.advance(time);
			equal(bench.registration.state, "registered", `before an outage at ${time}`);
			bench.registrar = kind < 0.5 ? silent : overloaded;
			if (kind < 0.2) bench.local = undefined;
			time += random() * random() * 6 * HOUR;
			bench.advance(time);
			bench.registrar = works;
			bench.local = home;
			// The REGISTER under way may have half a second left in which it is not repeated.
			bench.advance(time + RETRY_MAXIMUM + SECOND);
			equal(bench.registration.state, "registered", `after an outage at ${time}`);
			ok(registrar.boundUntil > bench.now);
			bench.sent = [];
			bench.steps = [];
		}
		ok(outages > 50, `${outages} outages`);
		equal(registrar.refusals, 0);
		equal(bench.overlaps, 0);
	});
});
