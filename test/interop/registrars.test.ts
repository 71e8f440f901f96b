import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { type Doorbell, header, startDoorbell } from "./doorbell.ts";
import { type SippOptions, startSipp } from "./sipp.ts";
import { ends } from "./sipp-peer.ts";

const REGISTER = /^REGISTER /;
const MANDATORY = ["Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Contact", "Expires", "Content-Length"];

/** What belongs to each nonce of the scenario challenges-thrice. */
const OFFERED = {
	n1: ['opaque="strongest"', "algorithm=SHA-512-256"],
	n2: ['opaque="strong"', "algorithm=SHA-256"],
	n3: ['opaque="weak"', "algorithm=MD5"],
};

describe("SIPp is the registrar", () => {
	it("grants-in-expires: F1 F2 F7 A6 is asked for the domain alone, with few headers, and its limit counts", async () => {
		const { doorbell, peer } = await register({ scenario: "grants-in-expires" });
		await ends(peer.finished);
		const [first, renewal] = doorbell.sent(REGISTER);
		match(first!.text, /^REGISTER sip:door\.test SIP\/2\.0\r\n/);
		deepEqual(
			namesOf(first!.text).filter((name) => !MANDATORY.includes(name)),
			["User-Agent"],
		);
		const pause = renewal!.at - first!.at;
		ok(pause > 900 && pause < 2000, `renewed after ${pause} ms`);
	});

	it("lists-contacts: F7 L7 of several bindings the own one tells when to renew", async () => {
		const { doorbell, peer } = await register({ scenario: "lists-contacts" });
		await ends(peer.finished);
		const [first, renewal] = doorbell.sent(REGISTER);
		const pause = renewal!.at - first!.at;
		ok(pause > 900 && pause < 2000, `renewed after ${pause} ms`);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("challenges-thrice: A11 L10 one of three challenges is answered, with the nonce and opaque of just that one", async () => {
		const { doorbell, peer } = await register({ scenario: "challenges-thrice" });
		await ends(peer.finished);
		const answer = header(doorbell.sent(REGISTER)[1]!, "Authorization");
		const chosen = answer.match(/nonce="(n\d)"/)![1] as keyof typeof OFFERED;
		for (const part of OFFERED[chosen]) ok(answer.includes(part), answer);
	});

	it("challenges-in-new-ways: A11 F3 a first algorithm that nobody knows is passed over", async () => {
		const { doorbell, peer } = await register({ scenario: "challenges-in-new-ways" });
		await ends(peer.finished);
		match(header(doorbell.sent(REGISTER)[1]!, "Authorization"), /nonce="n3".*opaque="weak"/);
		await doorbell.waitForState("REGISTERED");
	});

	it("challenges-always: F3 F4 L9 a new challenge at every renewal is no wrong password, though nothing is said to be stale", async () => {
		const { doorbell, peer } = await register({ scenario: "challenges-always" });
		await ends(peer.finished);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
		ok(!doorbell.lines.some((line) => line.startsWith("[ERROR]")));
		for (const request of doorbell.sent(/\r\nAuthorization: /)) {
			ok(!/qop|nc=|opaque/.test(header(request, "Authorization")));
			match(header(request, "Authorization"), /realm="fritz\.box"/);
		}
	});

	it("pings-first: L8 L9 OPTIONS is answered while REGISTER is under way, and a tag like a branch confuses nobody", async () => {
		const { doorbell, peer } = await register({ scenario: "pings-first" });
		await doorbell.waitForState("REGISTERED");
		await ends(peer.finished);
		const ping = doorbell.received(/^OPTIONS /)[0]!;
		const registered = doorbell.received(/^SIP\/2\.0 200 .*REGISTER\r\n/s)[0]!;
		ok(ping.at < registered.at);
		match(header(doorbell.sent(REGISTER)[1]!, "Authorization"), /opaque="6d7a"/);
	});

	it("refuses-for-now: S11 L6 comes back when it was told to, and a Contact in the refusal is no binding", async () => {
		const { doorbell, peer } = await register({ scenario: "refuses-for-now" });
		await doorbell.waitForState("ERROR");
		await ends(peer.finished);
		await doorbell.waitForState("REGISTERED");
		const [first, second] = doorbell.sent(REGISTER);
		const pause = second!.at - first!.at;
		ok(pause > 900 && pause < 1700, `came back after ${pause} ms`);
	});

	it("wants-more-time: S9 L6 asks for what the 423 wants at least, in the same series", async () => {
		const { doorbell, peer } = await register({ scenario: "wants-more-time" }, { "sip.expires": 60 });
		await ends(peer.finished);
		const [first, second] = doorbell.sent(REGISTER);
		deepEqual([header(first!, "Expires"), header(second!, "Expires")], ["60", "120"]);
		equal(header(second!, "Call-ID"), header(first!, "Call-ID"));
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("answers-register-late: S15 REGISTER is repeated after 0.5 and 1 s, and a slow answer still counts", async () => {
		const { doorbell, peer } = await register({ scenario: "answers-register-late" });
		await doorbell.waitForState("REGISTERED");
		await ends(peer.finished);
		const [first, ...copies] = doorbell.sent(REGISTER);
		const pauses = copies.map(({ at }) => at - first!.at);
		ok(pauses[0]! > 450 && pauses[0]! < 900, `first copy after ${pauses[0]} ms`);
		ok(pauses[1]! > 1450 && pauses[1]! < 1900, `second copy after ${pauses[1]} ms`);
		for (const { text } of copies) equal(text, first!.text);
	});

	it("challenges-in-new-ways: S1 the name for the log-in stands in the credentials alone", async () => {
		const { doorbell, peer } = await register({ scenario: "challenges-in-new-ways" }, { "sip.auth-user": "17a" });
		await ends(peer.finished);
		const request = doorbell.sent(REGISTER)[1]!;
		match(header(request, "Authorization"), /username="17a"/);
		for (const name of ["From", "To", "Contact"]) match(header(request, name), /sip:bell@/);
	});

	it("grants-in-expires: X7 E2 the Via tells the address and the port where the doorbell really is", async () => {
		const { doorbell, peer } = await register({ scenario: "grants-in-expires" });
		await ends(peer.finished);
		const port = doorbell.appliance.settings["sip.port"];
		ok(port !== 5060);
		for (const request of doorbell.sent(REGISTER)) {
			match(header(request, "Via"), new RegExp(`^SIP/2\\.0/UDP 127\\.0\\.0\\.1:${port};`));
			equal(header(request, "Contact"), `<sip:bell@127.0.0.1:${port}>`);
		}
	});
});

/** A doorbell at a registrar that keeps to a scenario. */
async function register(options: SippOptions, settings: Partial<Settings> = {}) {
	const peer = await startSipp(options);
	const doorbell: Doorbell = startDoorbell({
		registrar: `127.0.0.1:${peer.port}`,
		settings: { "sip.domain": "door.test", ...settings },
	});
	return { doorbell, peer };
}

/** Names of the header fields, each once. */
function namesOf(text: string): string[] {
	const head = text.slice(0, text.indexOf("\r\n\r\n"));
	return [...new Set([...head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name!))];
}
