import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { behaviourOf, type PbxProfile } from "../../simulator/profiles/behaviour.ts";
import { PROFILES, profileOf } from "../../simulator/profiles/profiles.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { House } from "./house.ts";

/** A house with a PBX of this kind, and the SIP messages as they were on the wire. */
class Household extends House {
	readonly wire: string[];

	constructor(profile: PbxProfile, settings: Partial<Settings> = {}) {
		const wire: string[] = [];
		super({
			settings: { "sip.expires": 600, "sip.keep-alive": 0, ...settings },
			pbx: { behaviour: behaviourOf(profile) },
			rule: ({ bytes }) => {
				const text = utf8.decode(bytes);
				if (text.includes("SIP/2.0")) wire.push(text);
				return undefined;
			},
		});
		this.wire = wire;
	}

	/** Messages on the wire that match, oldest first. */
	seen(...patterns: readonly RegExp[]): string[] {
		return this.wire.filter((text) => patterns.every((pattern) => pattern.test(text)));
	}

	/** The doorbell rings, phone 1 answers, opens the door, hangs up. */
	visit(): this {
		ok(this.register(), "registered");
		ok(this.ring(), "rings");
		this.wait(500);
		this.phone(1).answer();
		ok(
			this.until(() => this.doorbell.state === "CONNECTED"),
			"answered",
		);
		this.wait(500);
		this.phone(1).press("9");
		ok(
			this.until(() => this.host.changes("door").length > 0),
			"the door opens",
		);
		this.phone(1).hangUp();
		ok(
			this.until(() => this.doorbell.state === "REGISTERED"),
			"over",
		);
		this.wait(1_000);
		return this;
	}

	/** The doorbell hangs up itself this time. */
	leave(): this {
		ok(this.ring());
		this.phone(2).answer();
		return this.#end(2);
	}

	/** Phone 1 calls the doorbell, which answers, and then hangs up. */
	callIn(): this {
		ok(this.phone(1).call("doorbell"));
		return this.#end(1);
	}

	/** The call is answered, and after a while the doorbell hangs up. */
	#end(phone: 1 | 2): this {
		ok(
			this.until(() => this.doorbell.state === "CONNECTED"),
			"answered",
		);
		this.wait(500);
		this.doorbell.hangUp();
		ok(
			this.until(() => this.phone(phone).state === "idle"),
			"over for the phone",
		);
		this.wait(500);
		return this;
	}
}

/** The values of a header, as one list. */
function header(text: string, name: string): string {
	const lines = [...text.matchAll(new RegExp(`^${name}: *(.*)\\r$`, "gm"))];
	return lines.map(([, value]) => value).join(", ");
}

/** A whole visit, a second one, and a call to the doorbell. */
function day(profile: PbxProfile, settings?: Partial<Settings>): Household {
	return new Household(profile, settings).visit().leave().callIn();
}

const REGISTER = /^REGISTER /;
const REGISTERED = /^SIP\/2\.0 200 .*CSeq: \d+ REGISTER/s;
const CHALLENGE = /^SIP\/2\.0 40[17] /;
const INVITE = /^INVITE /;
const ANSWER = /^SIP\/2\.0 200 .*CSeq: \d+ INVITE/s;
const TO_DOORBELL = /^INVITE sip:doorbell@192\.168\.1\.20/;
const FROM_DOORBELL = /\r\nFrom: "Doorbell"/;

/** What each quirk looks like on the wire, by profile and row. */
const SHOWN: Readonly<Record<string, (profile: PbxProfile) => void>> = {
	"fritzbox F1": (profile) => {
		const house = day(profile);
		ok(house.seen(REGISTER).every((text) => !/^REGISTER sip:[^ ]*@/.test(text)));
		// Somebody who does otherwise gets no answer.
		const { length } = house.seen(REGISTERED);
		const socket = new house.host.Udp({});
		const text = house.seen(REGISTER)[0]!.replace("REGISTER sip:", "REGISTER sip:doorbell@");
		socket.write(utf8.encode(text.replace(/branch=\w+/, "branch=z9hG4bKuser")), "192.168.1.1", 5070);
		house.wait(100);
		equal(house.seen(/^SIP/, /z9hG4bKuser/).length + house.seen(REGISTERED).length, length);
	},
	"fritzbox F2": (profile) => {
		const house = day(profile);
		const socket = new house.host.Udp({});
		const text = house.seen(REGISTER)[0]!.replace(/branch=\w+/, "branch=z9hG4bKmany");
		const many = Array.from({ length: 12 }, (_, index) => `X-Header-${index}: 1\r\n`).join("");
		socket.write(utf8.encode(text.replace("Max-Forwards", `${many}Max-Forwards`)), "192.168.1.1", 5070);
		house.wait(100);
		equal(house.seen(/^SIP/, /z9hG4bKmany/).length, 0);
	},
	"fritzbox F3": (profile) => {
		const challenges = day(profile).seen(CHALLENGE);
		ok(challenges.length > 1);
		for (const text of challenges) ok(text.includes('realm="fritz.box"') && !text.includes("qop="));
	},
	"fritzbox F4": (profile) => {
		const house = new Household(profile).visit();
		house.wait(1_000_000);
		equal(house.doorbell.state, "REGISTERED");
		const refused = house.seen(CHALLENGE, /CSeq: \d+ REGISTER/);
		ok(refused.length > 5 && refused.every((text) => !text.includes("stale")));
		ok(!house.log.some((line) => line.startsWith("SIP registration failed")));
	},
	"fritzbox F5": (profile) => {
		const house = day(profile);
		equal(house.seen(/^SIP\/2\.0 401 .*CSeq: \d+ INVITE/s).length, 1);
		equal(house.seen(/^SIP\/2\.0 407 /).length, 0);
	},
	"fritzbox F6": (profile) => {
		const house = day(profile);
		// Two calls of the doorbell, of which one was challenged.
		equal(house.seen(INVITE, FROM_DOORBELL).length, 3);
	},
	"fritzbox F7": (profile) => {
		const house = new Household(profile, { "sip.expires": 3600 }).visit();
		match(
			house.seen(REGISTERED)[0]!,
			/Contact: <sip:621@192\.168\.178\.99:5060>;expires=3600\r\nContact: <sip:doorbell@192\.168\.1\.20:\d+>;expires=300/,
		);
		equal(house.doorbell.status.registration.expiresIn! <= 300, true);
	},
	"fritzbox F12": (profile) => {
		const house = new Household(profile, { "sip.password": "wrong" });
		for (let time = 0; time < 4; time++) {
			house.doorbell.connect();
			house.wait(2_000);
		}
		ok(house.seen(/^SIP\/2\.0 403 /, /Retry-After: \d+/).length > 0);
	},
	"fritzbox F13": (profile) => {
		const house = day(profile);
		const early = house.seen(/^SIP\/2\.0 183 /)[0]!;
		ok(early.includes("m=audio 17078 "));
		ok(house.seen(ANSWER).every((text) => !text.includes("m=audio 17078 ")));
	},
	"fritzbox F14": (profile) => {
		const house = day(profile);
		const offer = house.seen(INVITE, FROM_DOORBELL)[0]!;
		const answer = house.seen(ANSWER, FROM_DOORBELL)[0]!;
		ok(offer.includes("a=rtpmap:101 telephone-event") && answer.includes("a=rtpmap:97 telephone-event"));
	},
	"asterisk A6": raisesBriefRegistrations,
	"asterisk L9": challengesOddly,
	"asterisk L12": spacesLengths,
	"asterisk L15": saysWhyItCancels,
	"asterisk L8": (profile) => {
		const { wire } = new Household(profile).visit();
		const question = wire.findIndex((text) => text.startsWith("OPTIONS "));
		ok(question >= 0 && question < wire.findIndex((text) => REGISTERED.test(text)));
	},
	"asterisk L10": (profile) => {
		const [challenge] = day(profile).seen(CHALLENGE);
		const values = challenge!.split("\r\n").filter((line) => line.startsWith("WWW-Authenticate"));
		deepEqual(
			values.map((value) => /algorithm=([\w-]+)/.exec(value)?.[1]),
			["SHA-512-256", "SHA-256", "MD5"],
		);
		equal(new Set(values.map((value) => /opaque="(\w+)"/.exec(value)?.[1])).size, 3);
	},
	"asterisk L11": (profile) => {
		const house = new Household(profile).visit();
		ok(house.ring());
		house.phone(1).answer();
		house.wait(100_000);
		equal(house.doorbell.state, "CONNECTED");
		const answers = house.seen(ANSWER, FROM_DOORBELL);
		equal(header(answers.at(-1)!, "Session-Expires"), "90;refresher=uas");
		const again = house.seen(TO_DOORBELL).filter((text) => header(text, "To").includes(";tag="));
		ok(again.length > 0);
		equal(header(again[0]!, "Session-Expires"), "90;refresher=uac");
		const session = /^o=.*/m;
		equal(session.exec(again[0]!)?.[0], session.exec(answers.at(-1)!)?.[0]);
	},
	"asterisk L13": (profile) => {
		const house = day(profile);
		equal(house.seen(/^SIP\/2\.0 18\d /, FROM_DOORBELL).length, 0);
	},
	"asterisk L16": (profile) => {
		const house = day(profile);
		match(house.seen(INVITE, FROM_DOORBELL)[0]!, /m=audio \d+ RTP\/AVP 8 0 101/);
		match(house.seen(ANSWER, FROM_DOORBELL)[0]!, /m=audio \d+ RTP\/AVP 0 8 101/);
	},
	"freepbx A6": raisesBriefRegistrations,
	"freepbx L9": challengesOddly,
	"freepbx L12": spacesLengths,
	"freepbx L15": saysWhyItCancels,
	"freepbx A3": (profile) => {
		const house = day(profile);
		equal(header(house.seen(ANSWER, FROM_DOORBELL)[0]!, "Session-Expires"), "1800;refresher=uas");
	},
	"freepbx A7": (profile) => {
		const house = new Household(profile).visit();
		house.wait(200_000);
		ok(house.seen(/^OPTIONS /).length >= 4);
		equal(house.seen(/^SIP\/2\.0 200 .*CSeq: \d+ OPTIONS/s).length, house.seen(/^OPTIONS /).length);
	},
	"3cx S2": (profile) => {
		ok(day(profile).seen(/^SIP\/2\.0 407 .*CSeq: \d+ INVITE/s).length > 0);
	},
	"3cx S3": (profile) => {
		const house = day(profile);
		const invite = house.seen(INVITE).find((text) => !FROM_DOORBELL.test(text))!;
		equal(invite.match(/^Via: /gm)?.length, 2);
		const answer = house.seen(ANSWER).find((text) => !FROM_DOORBELL.test(text))!;
		equal(answer.match(/^Via: /gm)?.length, 2);
	},
	"3cx S4": (profile) => {
		const house = day(profile);
		const invite = house.seen(INVITE).find((text) => !FROM_DOORBELL.test(text))!;
		const answer = house.seen(ANSWER).find((text) => !FROM_DOORBELL.test(text))!;
		ok(header(invite, "Record-Route").includes("10.77.0.2"));
		equal(header(answer, "Record-Route"), header(invite, "Record-Route"));
	},
	"3cx S5": (profile) => {
		const house = day(profile);
		ok(header(house.seen(ANSWER, FROM_DOORBELL)[0]!, "Record-Route").startsWith("<sip:10.77.0.2"));
		const [acknowledgement] = house.seen(/^ACK sip:3cx@127\.0\.0\.1:5060 /);
		equal(header(acknowledgement!, "Route"), "<sip:192.168.1.1:5070;lr>, <sip:10.77.0.2:5060;lr>");
		// Who leaves the route out is refused.
		const bye = house.seen(/^BYE /, FROM_DOORBELL)[0]!;
		const socket = new house.host.Udp({});
		const direct = bye.replace(/^Route: .*\r\n/gm, "").replace(/branch=\w+/, "branch=z9hG4bKdirect");
		socket.write(utf8.encode(direct), "192.168.1.1", 5070);
		house.wait(100);
		equal(house.seen(/^SIP\/2\.0 481 /, /z9hG4bKdirect/).length, 1);
	},
	"3cx S6": (profile) => {
		const house = day(profile);
		const invite = house.seen(INVITE).find((text) => !FROM_DOORBELL.test(text))!;
		ok(header(invite, "Record-Route").startsWith("<sip:192.168.1.1:5070>,"));
		const [bye] = house.seen(/^BYE sip:192\.168\.1\.1:5070 /);
		equal(header(bye!, "Route"), "<sip:10.77.0.2:5060;lr>, <sip:3cx@127.0.0.1:5060>");
	},
	"3cx S7": (profile) => {
		const house = day(profile);
		equal(header(house.seen(ANSWER, FROM_DOORBELL)[0]!, "Contact"), "<sip:3cx@127.0.0.1:5060>");
	},
	"3cx S9": (profile) => {
		const house = new Household(profile, { "sip.expires": 60 }).visit();
		equal(header(house.seen(/^SIP\/2\.0 423 /)[0]!, "Min-Expires"), "120");
		ok(house.doorbell.status.registration.expiresIn! > 60);
	},
	"3cx S10": (profile) => {
		const house = day(profile);
		equal(header(house.seen(/^SIP\/2\.0 422 /)[0]!, "Min-SE"), "2400");
		ok(house.seen(INVITE, /Min-SE: 2400/).length > 0);
	},
};

function raisesBriefRegistrations(profile: PbxProfile): void {
	const house = new Household(profile, { "sip.expires": 30 }).visit();
	equal(header(house.seen(REGISTER)[0]!, "Expires"), "30");
	ok(header(house.seen(REGISTERED)[0]!, "Contact").endsWith(";expires=60"));
	equal(house.seen(/^SIP\/2\.0 423 /).length, 0);
}

function challengesOddly(profile: PbxProfile): void {
	const house = day(profile);
	const [challenge] = house.seen(CHALLENGE);
	const opaque = /opaque="(\w+)"/.exec(challenge!)?.[1];
	ok(challenge!.includes('realm="asterisk"') && opaque !== undefined);
	equal(/;tag=(\S+)/.exec(header(challenge!, "To"))?.[1], /branch=([^;]+)/.exec(header(challenge!, "Via"))?.[1]);
	ok(house.seen(/Authorization: Digest .*opaque="/).length > 0);
	house.wait(1_000_000);
	equal(house.doorbell.state, "REGISTERED");
	// The nonce of the last time is too old each time.
	ok(house.seen(CHALLENGE, /stale=true/).length > 2);
}

function spacesLengths(profile: PbxProfile): void {
	ok(day(profile).seen(/^Content-Length: {3}\d/m).length > 5);
}

function saysWhyItCancels(profile: PbxProfile): void {
	const house = new Household(profile, { "call.answer": "manual" }).visit();
	house.phone(1).call("doorbell");
	ok(house.until(() => house.doorbell.state === "RINGING"));
	house.phone(1).hangUp();
	house.wait(500);
	equal(header(house.seen(/^CANCEL /)[0]!, "Reason"), 'SIP;cause=200;text="Call completed elsewhere"');
	ok(house.log.at(-1)?.endsWith("(answered elsewhere)"), house.log.at(-1));
}

for (const profile of PROFILES) {
	describe(`PBX like ${profile.title}`, () => {
		it("lets the doorbell register, ring, open, hang up and be called", () => {
			const house = day(profile);
			equal(house.host.changes("door").length, 2);
			equal(house.doorbell.state, "REGISTERED");
			house.doorbell.disconnect();
			ok(house.until(() => !house.pbx.knows("doorbell"), 5_000));
		});

		for (const { row, text, hypothesis } of profile.quirks) {
			it(`${row}: ${text}${hypothesis ? " (hypothesis)" : ""}`, () => SHOWN[`${profile.name} ${row}`]!(profile));
		}
	});
}

describe("PBX profiles", () => {
	it("are found by their names", () => {
		deepEqual(
			PROFILES.map(({ name }) => profileOf(name)?.name),
			["plain", "fritzbox", "asterisk", "freepbx", "3cx"],
		);
		equal(profileOf("panasonic"), undefined);
	});

	it("are each shown on the wire, and nothing else is", () => {
		const rows = PROFILES.flatMap(({ name, quirks }) => quirks.map(({ row }) => `${name} ${row}`));
		deepEqual(Object.keys(SHOWN).sort(), rows.sort());
	});

	it("are changed while the PBX runs, as if it were started again", () => {
		const house = new Household(PROFILES[0]!).visit();
		const { port } = house.pbx;
		for (const profile of PROFILES) {
			house.pbx.use(behaviourOf(profile));
			equal(house.pbx.port, port);
			equal(house.pbx.knows("doorbell"), false);
			house.doorbell.disconnect();
			house.doorbell.connect();
			ok(
				house.until(() => house.doorbell.state === "REGISTERED", 5_000),
				profile.name,
			);
			ok(house.pbx.knows("doorbell"));
			house.visit();
		}
	});
});
