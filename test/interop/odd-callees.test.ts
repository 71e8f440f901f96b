import { deepEqual, equal, match, ok } from "node:assert/strict";
import { header, responseTo } from "./doorbell.ts";
import { freePort } from "./ports.ts";
import { ask } from "./processes.ts";
import { ends, leave, ring } from "./sipp-peer.ts";
import { atEnd } from "./stage.ts";

const INVITE = /^INVITE /;
const ACK = /^ACK /;
const BYE = /^BYE /;
const SECRET = { "sip.user": "bell", "sip.password": "bell-secret" };

describe("SIPp asks the doorbell who it is", () => {
	it("challenges-invite-401: F5 the refusal is acknowledged on its branch, and the INVITE goes out anew with credentials", () =>
		provesItself("challenges-invite-401", "Authorization"));

	it("challenges-invite-407: S2 X6 X8 so it is with a proxy that asks", () =>
		provesItself("challenges-invite-407", "Proxy-Authorization"));

	it("challenges-bye: L5 the call is over at the first BYE, which is repeated for each new nonce", async () => {
		const { doorbell, peer } = await ringProxy("challenges-bye");
		await doorbell.waitForState("CONNECTED");
		doorbell.appliance.hangUp();
		equal(doorbell.appliance.status.call, undefined);
		await ends(peer.finished);
		equal(doorbell.sent(BYE).length, 3);
	});
});

describe("SIPp answers from behind others", () => {
	it("strict-routes: S6 the router gets itself as Request-URI, and the target last in the route", async () => {
		const { doorbell, peer } = await ring({ scenario: "strict-routes" });
		await doorbell.waitForState("CONNECTED");
		await leave(doorbell, peer);
		for (const request of [doorbell.sent(ACK)[0]!, doorbell.sent(BYE)[0]!]) {
			match(request.text, new RegExp(`^[A-Z]+ sip:127\\.0\\.0\\.1:${peer.port};strict=yes SIP/2\\.0\r\n`));
			equal(header(request, "Route"), "<sip:target@10.9.9.9:5099>");
		}
	});

	it("record-routes: S5 S7 S16 X10 ACK and BYE go along the route, not to a Contact that leads nowhere", async () => {
		const { doorbell, peer } = await ring({ scenario: "record-routes" });
		await doorbell.waitForState("CONNECTED");
		await leave(doorbell, peer);
		for (const request of [doorbell.sent(ACK)[0]!, doorbell.sent(BYE)[0]!]) {
			match(request.text, /^[A-Z]+ sip:peer@127\.0\.0\.1:9 SIP\/2\.0\r\n/);
			match(
				request.text,
				new RegExp(`\r\nRoute: <sip:127\\.0\\.0\\.1:${peer.port};lr;r=1>\r\nRoute: <sip:10\\.8\\.8\\.8;lr>\r\n`),
			);
		}
	});

	it("forks: L27 S8 two phones answer at once: both are acknowledged, and the second is hung up", async () => {
		const { doorbell, peer } = await ring({ scenario: "forks" });
		await doorbell.waitForSent(BYE);
		equal(doorbell.appliance.state, "CONNECTED");
		await leave(doorbell, peer);
		equal(doorbell.states.filter((state) => state === "CONNECTED").length, 1);
	});

	it("redirects: L17 the call follows once to the same host, and a second redirection ends it", async () => {
		const { doorbell, peer } = await ring({ scenario: "redirects" });
		await ends(peer.finished);
		await doorbell.waitForState("UNCONFIGURED");
		match(doorbell.sent(INVITE)[1]!.text, /^INVITE sip:other@/);
		equal(doorbell.sent(INVITE).length, 2);
		ok(doorbell.lines.includes(`[ERROR] The call to ${peer.uri} failed (SIP status 302)`));
	});
});

describe("SIPp answers in its own way", () => {
	it("says-no-reason: L22 L37 a status without words counts like any other", async () => {
		const { doorbell, peer } = await ring({ scenario: "says-no-reason" });
		await doorbell.waitForLine(`[INFO] ${peer.uri} is ringing`);
		await doorbell.waitForState("CONNECTED");
		await leave(doorbell, peer);
	});

	it("pings-within-call: A7 OPTIONS in the call is answered with what the doorbell can do", async () => {
		const { doorbell, peer } = await ring({ scenario: "pings-within-call" });
		await doorbell.waitForSent(responseTo("OPTIONS", 200));
		equal(doorbell.appliance.state, "CONNECTED");
		await leave(doorbell, peer);
	});

	it("knows-more-methods: X9 an unknown method in the call is refused with what may be sent, and the call goes on", async () => {
		const { doorbell, peer } = await ring({ scenario: "knows-more-methods" });
		await doorbell.waitForSent(responseTo("MESSAGE", 405));
		equal(doorbell.appliance.state, "CONNECTED");
		await leave(doorbell, peer);
	});

	it("counts-backwards: X9 a request out of order is refused, and its key does not count", async () => {
		const { doorbell, peer } = await ring({ scenario: "counts-backwards" });
		await doorbell.waitForSent(responseTo("INFO", 500));
		equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, 1);
		await leave(doorbell, peer);
	});

	it("hangs-up-twice: S16 a BYE for a call that is over is told so", async () => {
		const { doorbell, peer } = await ring({ scenario: "hangs-up-twice" });
		await ends(peer.finished);
		await doorbell.waitForSent(responseTo("BYE", 481));
		equal(doorbell.appliance.lastReason, "the other side hung up");
	});

	it("loses-bye: X10 BYE is repeated until it is answered, though the call is over at once", async () => {
		const { doorbell, peer } = await ring({ scenario: "loses-bye" });
		await doorbell.waitForState("CONNECTED");
		doorbell.appliance.hangUp();
		equal(doorbell.appliance.status.call, undefined);
		await ends(peer.finished);
		const byes = doorbell.sent(BYE);
		equal(byes.length, 3);
		equal(new Set(byes.map(({ text }) => text)).size, 1);
	});

	it("glares: A10 both propose a change at once: each refuses the other with 491, and the doorbell tries again", async () => {
		const { doorbell, peer } = await ring({ scenario: "glares" });
		await doorbell.waitForState("CONNECTED");
		await ask("ip", ..."route replace local 127.0.0.1 dev lo table local src 127.0.0.6".split(" "));
		atEnd(async () => {
			await ask("ip", ..."route replace local 127.0.0.1 dev lo table local src 127.0.0.1".split(" "));
		});
		const again = await doorbell.waitForSent(INVITE, 3, 12_000);
		const refused = doorbell.received(responseTo("INVITE", 491))[0]!;
		// the caller waits 2.1 to 4 s (RFC 3261 §14.1)
		ok(again.at - refused.at > 2000 && again.at - refused.at < 4500, `${again.at - refused.at} ms`);
		match(again.text, /\r\nc=IN IP4 127\.0\.0\.6\r\n/);
		await doorbell.waitForReceived(responseTo("INVITE", 200), 2);
		await leave(doorbell, peer);
	});
});

/** Rings SIPp, which is the outbound proxy: nobody else is given a proof of the password. */
function ringProxy(scenario: string) {
	const port = freePort();
	return ring({ scenario, port }, { ...SECRET, "sip.proxy": `127.0.0.1:${port}` });
}

async function provesItself(scenario: string, credentials: string): Promise<void> {
	const { doorbell, peer } = await ringProxy(scenario);
	await doorbell.waitForState("CONNECTED");
	const [first, second] = doorbell.sent(INVITE);
	const [refused] = doorbell.sent(ACK);
	equal(header(refused!, "Via"), header(first!, "Via"));
	ok(header(second!, "Via") !== header(first!, "Via"));
	deepEqual([header(first!, "CSeq"), header(second!, "CSeq")], ["1 INVITE", "2 INVITE"]);
	for (const name of ["Call-ID", "From", "To"]) equal(header(second!, name), header(first!, name));
	match(header(second!, credentials), /username="bell", realm="fritz\.box", nonce="7A6B5C4D"/);
	await leave(doorbell, peer);
}
