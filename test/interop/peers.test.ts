import { deepEqual, equal, match, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { toneShare } from "../support/tone.ts";
import { until } from "../support/until.ts";
import { startBaresip } from "./baresip.ts";
import { startKamailio } from "./kamailio.ts";
import { Registrant } from "./registrant.ts";
import { runSipp, type SippMessage, startSipp } from "./sipp.ts";

const CLEAR = 0.9;

describe("Kamailio", () => {
	it("keeps a registered softphone in its location table until that unregisters", async () => {
		const kamailio = await startKamailio();
		const phone = await startBaresip({ user: "phone1", registrar: kamailio.address, answer: "manual", tone: 1000 });
		const [location, ...others] = await kamailio.locations();
		equal(location?.user, "phone1");
		ok(location.contact.endsWith(`@${phone.address}`));
		ok(location.expires > 50 && location.expires <= 60);
		deepEqual(others, []);
		await phone.stop();
		deepEqual(await kamailio.locations(), []);
		ok(/request REGISTER sip:door\.test .* contact <sip:phone1.*expires=0/.test(kamailio.log));
	});

	it("challenges with MD5 and qop", async () => {
		const bell = await Registrant.open((await startKamailio()).port);
		const challenge = await bell.register();
		match(challenge, /^SIP\/2\.0 401 [\s\S]*WWW-Authenticate: Digest realm="door\.test".* qop="auth"\r/);
		match(await bell.register(challenge), /^SIP\/2\.0 200 /);
	});

	it("challenges with SHA-256", async () => {
		const bell = await Registrant.open((await startKamailio({ sha256: true })).port);
		const challenge = await bell.register();
		match(challenge, /algorithm=SHA-256/);
		match(await bell.register(challenge), /^SIP\/2\.0 200 /);
	});

	it("challenges without qop", async () => {
		const bell = await Registrant.open((await startKamailio({ withoutQop: true })).port);
		const challenge = await bell.register();
		ok(!challenge.includes("qop"));
		match(await bell.register(challenge), /^SIP\/2\.0 200 /);
	});

	it("calls a nonce stale that was used before", async () => {
		const bell = await Registrant.open((await startKamailio({ oneTimeNonces: true })).port);
		const challenge = await bell.register();
		match(await bell.register(challenge), /^SIP\/2\.0 200 /);
		match(await bell.register(challenge), /^SIP\/2\.0 401 [\s\S]*stale=true/);
	});

	it("calls a nonce stale that is too old", async () => {
		const bell = await Registrant.open((await startKamailio({ nonceLifetime: 1 })).port);
		const challenge = await bell.register();
		await pause(2100);
		match(await bell.register(challenge), /^SIP\/2\.0 401 [\s\S]*stale=true/);
	});

	it("keeps the expiry between its limits, and gives the next nonce", async () => {
		const limits = { minimumExpires: 30, maximumExpires: 90, authenticationInfo: true };
		const bell = await Registrant.open((await startKamailio(limits)).port);
		const challenge = await bell.register();
		match(await bell.register(challenge, 5), /^SIP\/2\.0 423 [\s\S]*Min-Expires: 30\r/);
		const granted = await bell.register(challenge, 7200);
		match(granted, /^SIP\/2\.0 200 [\s\S]*Contact: .*;expires=90/);
		match(granted, /Authentication-Info: .*nextnonce=/);
	});

	it("pings who is behind a NAT", async () => {
		const kamailio = await startKamailio({ pingInterval: 1 });
		const bell = await Registrant.open(kamailio.port);
		await bell.register(await bell.register());
		await until(() => bell.received.some((message) => message.startsWith("OPTIONS ")), 4000, "ping");
		const [location] = await kamailio.locations();
		match(location?.received ?? "", /^sip:127\.0\.0\.1:\d+$/);
	});

	it("challenges BYE", async () => {
		const kamailio = await startKamailio({ challengeInDialog: true, oneTimeNonces: true });
		const caller = await startBaresip({ user: "phone1", registrar: kamailio.address, answer: "manual", tone: 1000 });
		const callee = await startBaresip({ user: "phone2", registrar: kamailio.address, answer: "auto", tone: 440 });
		await caller.dial("sip:phone2@door.test");
		await caller.waitFor("CALL_ESTABLISHED");
		await caller.hangup();
		await callee.waitFor("CALL_CLOSED");
		ok(/407 Proxy Authentication Required[^#]*CSeq: \d+ BYE/.test(caller.log));
	});

	it("answers by itself for users that are numbers", async () => {
		const kamailio = await startKamailio();
		const caller = await startBaresip({ user: "phone1", registrar: kamailio.address, answer: "manual", tone: 1000 });
		for (const status of ["404", "486", "603"]) {
			await caller.dial(`sip:${status}@door.test`);
			equal((await caller.waitFor("CALL_CLOSED")).param, `${status} As You Wish`);
		}
	});
});

describe("Two softphones", () => {
	it("ring, talk, press, hold, resume and hang up through Kamailio", async () => {
		const kamailio = await startKamailio();
		const caller = await startBaresip({ user: "phone1", registrar: kamailio.address, answer: "manual", tone: 1000 });
		const callee = await startBaresip({ user: "phone2", registrar: kamailio.address, answer: "manual", tone: 440 });
		await caller.dial("sip:phone2@door.test");
		await callee.waitFor("CALL_INCOMING");
		await caller.waitFor("CALL_RINGING");
		await callee.accept();
		await caller.waitFor("CALL_ESTABLISHED");
		await pause(500);
		for (const key of ["5", "5", "#"]) await caller.digit(key);
		for (const key of ["5", "5", "#"]) equal((await callee.waitFor("CALL_DTMF_START")).param, key);

		await caller.hold();
		await until(() => callee.log.includes("a=sendonly"), 3000, "hold");
		await pause(200);
		const held = await callee.packets();
		await pause(300);
		deepEqual(await callee.packets(), held);
		await caller.resume();
		await until(async () => (await callee.packets()).received > held.received + 10, 3000, "sound after the hold");

		await callee.hangup();
		await caller.waitFor("CALL_CLOSED");
		ok(toneShare(await caller.recording(), 440) > CLEAR);
		ok(toneShare(await callee.recording(), 1000) > CLEAR);
	});

	it("call each other directly, and answer at once or refuse", async () => {
		const caller = await startBaresip({ user: "phone1", answer: "manual", tone: 1000, codecs: ["PCMA"] });
		const automatic = await startBaresip({ user: "phone2", answer: "auto", tone: 440 });
		const manual = await startBaresip({ user: "phone3", answer: "manual", tone: 440 });
		await caller.dial(automatic.uri);
		await caller.waitFor("CALL_ESTABLISHED");
		await pause(500);
		await caller.hangup();
		await automatic.waitFor("CALL_CLOSED");
		ok(toneShare(await automatic.recording(), 1000) > CLEAR);

		await caller.dial(manual.uri);
		await manual.waitFor("CALL_INCOMING");
		await manual.hangup();
		await caller.waitFor("CALL_CLOSED", ({ param }) => param?.startsWith("486 ") ?? false);
	});
});

describe("SIPp", () => {
	for (const scenario of ["calls", "acks-late", "holds", "pings-with-options"]) {
		it(`${scenario}: a softphone that answers`, async () => {
			const phone = await startBaresip({ user: "phone1", answer: "auto", tone: 1000 });
			const { code, messages } = await runSipp({ scenario, target: phone.address, user: phone.user });
			equal(code, 0);
			if (scenario === "calls") ok(toneShare(await phone.recording(), 1500) > CLEAR);
			if (scenario === "acks-late") ok(received(messages, "SIP/2.0 200 Answering") > 1);
		});
	}

	it("cancels: a softphone that rings", async () => {
		const phone = await startBaresip({ user: "phone1", answer: "manual", tone: 1000 });
		const { code } = await runSipp({ scenario: "cancels", target: phone.address, user: phone.user });
		equal(code, 0);
		await phone.waitFor("CALL_CLOSED");
	});

	for (const scenario of ["answers-late", "repeats-200", "rings-until-cancelled", "hangs-up", "busy"]) {
		it(`${scenario}: a softphone that calls`, async () => {
			const phone = await startBaresip({ user: "phone1", answer: "manual", tone: 1000 });
			const peer = await startSipp({ scenario, echo: scenario === "answers-late" });
			await phone.dial(peer.uri);
			await Promise.race([peer.finished, pause(3000)]);
			if (peer.isRunning) await phone.hangup();
			const { code, messages } = await peer.finished;
			equal(code, 0);
			if (scenario === "answers-late") ok(toneShare(await phone.recording(), 1000) > CLEAR);
			if (scenario === "hangs-up") ok(toneShare(await phone.recording(), 1500) > CLEAR);
			if (scenario === "repeats-200") equal(received(messages, "ACK "), 3);
		});
	}
});

function received(messages: readonly SippMessage[], start: string): number {
	return messages.filter(({ direction, text }) => direction === "received" && text.startsWith(start)).length;
}
