import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { loop, silence, tone } from "../../hosts/node/audio-format.ts";
import { RING_LIMIT } from "../../simulator/phone.ts";
import { KEY_PERIOD } from "../../simulator/phone-info-keys.ts";
import { toneShare } from "../../simulator/tone-share.ts";
import { House, VISITOR } from "./house.ts";

const RESIDENT = 1000;

/** Times at which the door was opened. */
function openings(house: House): number[] {
	return house.host
		.changes("door")
		.filter(({ value }) => value === 1)
		.map(({ at }) => at);
}

/** Puts a text of the same length in the place of another one, wherever that is in a datagram of ASCII. */
function replace(bytes: Uint8Array, text: string, other: string): void {
	for (let start = 0; start + text.length <= bytes.length; start++) {
		let length = 0;
		while (length < text.length && bytes[start + length] === text.charCodeAt(length)) length++;
		if (length < text.length) continue;
		for (let index = 0; index < length; index++) bytes[start + index] = other.charCodeAt(index);
	}
}

function isSilent(samples: Int16Array): boolean {
	return samples.every((sample) => Math.abs(sample) < 16);
}

describe("Phone: being called", () => {
	it("only rings, unless it is told to answer, and gives up in the end", () => {
		const house = new House({ settings: { "button.1.seconds": 120 } });
		ok(house.register() && house.ring());
		house.wait(119_000);
		equal(house.phone(1).state, "ringing");

		const patient = new House({ settings: { "button.1.targets": "**610" } });
		// A caller that vanishes while it rings.
		ok(patient.register() && patient.ring());
		patient.host.network.up = false;
		patient.wait(RING_LIMIT);
		equal(patient.phone(1).state, "idle");
		equal(patient.count("sent SIP/2.0 480 Temporarily Unavailable") > 0, true);
	});

	it("answers by itself after a while, where it is told to", () => {
		const house = new House();
		house.phone(1).answerDelay = 1_500;
		ok(house.register() && house.ring());
		const start = house.clock.now;
		ok(house.until(() => house.phone(1).state === "in call"));
		equal(house.clock.now - start, 1_500);
		equal(house.phone(2).state, "idle");
	});

	it("hears the visitor, and is heard", () => {
		const house = new House();
		house.phone(1).say(tone(RESIDENT));
		ok(house.talk());
		house.wait(1_500);
		ok(toneShare(house.phone(1).heard, VISITOR) > 0.99);
		ok(toneShare(house.host.recording.samples(), RESIDENT) > 0.99);
	});

	it("says a sound from its beginning, whenever it begins", () => {
		const house = new House({ pbx: { recordingSeconds: 4 } });
		ok(house.talk());
		house.wait(1_000);
		// A click, then nothing for ten seconds.
		house.phone(1).say(loop(Int16Array.from({ length: 80_000 }, (_, index) => (index < 80 ? 8_000 : 0))));
		house.wait(500);
		ok(house.host.recording.samples().some((sample) => sample > 7_000));
		house.phone(1).say(silence);
		house.wait(1_500);
		ok(isSilent(house.host.recording.samples()));
	});

	it("remembers of a call as much as it is told to, and nothing of the one before", () => {
		const house = new House({ pbx: { recordingSeconds: 2 } });
		ok(house.talk());
		house.wait(5_000);
		equal(house.phone(1).heard.length, 16_000);
		house.phone(1).hangUp();
		house.wait(500);
		equal(house.phone(1).heard.length, 16_000);
		ok(house.ring());
		equal(house.phone(1).heard.length, 0);
	});

	it("ends the call for the doorbell, too", () => {
		const house = new House();
		ok(house.talk());
		house.phone(1).hangUp();
		ok(house.until(() => house.doorbell.state === "REGISTERED"));
		equal(house.doorbell.lastReason, "the other side hung up");
	});

	it("ends the call when the doorbell does", () => {
		const house = new House();
		ok(house.talk());
		house.doorbell.hangUp();
		ok(house.until(() => house.phone(1).state === "idle"));
	});

	it("hangs up when nothing is heard for a minute", () => {
		const house = new House();
		ok(house.talk());
		house.host.network.up = false;
		house.wait(59_000);
		equal(house.phone(1).state, "in call");
		house.wait(2_000);
		equal(house.phone(1).state, "idle");
	});

	it("refuses a call with which it has no codec in common", () => {
		const house = new House({ settings: { "button.1.targets": "**610" } });
		house.phone(1).sound = { ...house.phone(1).sound, laws: [] };
		ok(house.register() && house.ring());
		house.phone(1).answer();
		house.wait(500);
		ok(house.log.includes("**610 has no codec in common with the doorbell (G.711 is needed)"));
		equal(house.phone(1).state, "idle");
	});

	it("takes the codec that it prefers, where the doorbell knows it", () => {
		const house = new House();
		house.phone(1).sound = { ...house.phone(1).sound, laws: ["PCMU"] };
		ok(house.talk());
		house.wait(100);
		equal(house.doorbell.status.call?.statistics?.law, "PCMU");
	});

	it("does nothing that makes no sense", () => {
		const house = new House();
		const phone = house.phone(1);
		ok(house.register());
		phone.answer();
		phone.decline();
		phone.hangUp();
		phone.press("9");
		phone.hold();
		phone.resume();
		deepEqual([phone.state, house.messages.length], ["idle", 4]);
		ok(house.talk());
		phone.decline();
		phone.answer();
		equal(phone.call("doorbell"), false);
		equal(phone.state, "in call");
	});
});

describe("Phone: keys", () => {
	it("open the door as telephone events (RFC 4733)", () => {
		const house = new House();
		ok(house.talk());
		house.phone(1).press("9");
		house.wait(500);
		equal(openings(house).length, 1);
		equal(house.count("sent INFO"), 0);
	});

	it("open the door by SIP INFO (RFC 6086)", () => {
		const house = new House();
		house.phone(1).keys = "info";
		ok(house.talk());
		house.phone(1).press("9");
		house.wait(500);
		equal(openings(house).length, 1);
		equal(house.count("sent INFO"), 1);
	});

	for (const keys of ["rtp", "info"] as const) {
		it(`come one after the other and all of them, by ${keys}`, () => {
			const house = new House({ settings: { "door.code": "44*#0" } });
			house.phone(1).keys = keys;
			ok(house.talk());
			house.phone(1).press("44*");
			house.phone(1).press("#0");
			house.wait(4 * KEY_PERIOD + 100);
			equal(openings(house).length, 1);
			equal(house.log.filter((line) => line === "A key was pressed on the phone").length, 5);
		});

		it(`that there are not, or too many, are refused at once, by ${keys}`, () => {
			const house = new House();
			house.phone(1).keys = keys;
			ok(house.talk());
			throws(() => house.phone(1).press("9x"), RangeError);
			throws(() => house.phone(1).press("1".repeat(33)), RangeError);
		});
	}

	it("that wait when the call ends are not pressed in the next one", () => {
		const house = new House();
		house.phone(1).keys = "info";
		ok(house.talk());
		house.phone(1).press("123456");
		house.wait(300);
		house.phone(1).hangUp();
		house.wait(500);
		ok(house.talk());
		house.wait(2_000);
		equal(house.count("sent INFO"), 2);
	});

	it("D7: go by INFO where the doorbell takes none in the stream", () => {
		const house = new House();
		house.network.rule = ({ bytes }) => {
			// The same length, another name: as if the doorbell did not know telephone events.
			replace(bytes, "telephone-event", "telegraph-event");
			return undefined;
		};
		ok(house.talk());
		house.phone(1).press("9");
		house.wait(500);
		deepEqual([openings(house).length, house.count("sent INFO")], [1, 1]);
	});
});

describe("Phone: hold (RFC 3264 §8.4)", () => {
	it("puts the doorbell on hold and takes it back", () => {
		const house = new House();
		const phone = house.phone(1);
		phone.say(tone(RESIDENT));
		ok(house.talk());
		house.wait(500);
		phone.hold();
		ok(phone.holding);
		house.wait(1_500);
		ok(house.log.includes("The other side put the call on hold"));
		ok(isSilent(phone.heard));
		ok(isSilent(house.host.recording.samples()));

		phone.resume();
		equal(phone.holding, false);
		house.wait(1_500);
		ok(house.log.includes("The call goes on"));
		ok(toneShare(phone.heard, VISITOR) > 0.99);
		ok(toneShare(house.host.recording.samples(), RESIDENT) > 0.99);
		equal(house.count("sent INVITE"), 2);
	});

	it("does not propose what is so already", () => {
		const house = new House();
		ok(house.talk());
		house.wait(100);
		house.phone(1).resume();
		house.phone(1).hold();
		house.wait(500);
		house.phone(1).hold();
		house.wait(500);
		equal(house.count("sent INVITE"), 1);
	});

	it("takes back what is proposed while another proposal is under way", () => {
		const house = new House();
		ok(house.talk());
		house.wait(100);
		house.phone(1).hold();
		house.phone(1).resume();
		house.wait(5_000);
		equal(house.log.at(-1), "The call goes on");
		ok(toneShare(house.phone(1).heard, VISITOR) > 0.99);
	});

	it("begins the next call without it", () => {
		const house = new House();
		ok(house.talk());
		house.phone(1).hold();
		house.wait(500);
		house.phone(1).hangUp();
		house.wait(500);
		house.phone(1).say(tone(RESIDENT));
		ok(house.talk());
		equal(house.phone(1).holding, false);
		house.wait(1_500);
		ok(toneShare(house.host.recording.samples(), RESIDENT) > 0.99);
	});

	it("stays as it was where the doorbell refuses", () => {
		const house = new House();
		ok(house.talk());
		house.wait(100);
		// Spoils the offer on its way.
		house.network.rule = ({ bytes, from }) => {
			if (from.port === 5070) replace(bytes, "m=audio", "m=video");
			return undefined;
		};
		house.phone(1).hold();
		house.wait(500);
		equal(house.phone(1).holding, false);
		equal(house.count("received SIP/2.0 488 Not Acceptable Here"), 1);
		equal(house.doorbell.state, "CONNECTED");
	});
});

describe("Phone: a doorbell that moves (RFC 3264 §8.3.1)", () => {
	it("E4: goes on talking to a doorbell with another address", () => {
		const house = new House();
		const phone = house.phone(1);
		phone.say(tone(RESIDENT));
		ok(house.talk());
		house.wait(1_000);
		house.host.network.move("192.168.1.21");
		house.wait(8_000);
		equal(phone.state, "in call");
		equal(house.count("received INVITE"), 3);
		ok(toneShare(phone.heard, VISITOR) > 0.99);
		ok(toneShare(house.host.recording.samples(), RESIDENT) > 0.99);
	});
});

describe("Phone: calling the doorbell", () => {
	it("rings it at its contact, which answers by itself", () => {
		const house = new House();
		ok(house.register());
		const phone = house.phone(2);
		phone.say(tone(RESIDENT));
		ok(phone.call("doorbell"));
		equal(phone.state, "calling");
		ok(house.until(() => phone.state === "in call"));
		ok(house.log.includes("Phone 2 (**611) is calling"));
		house.wait(3_000);
		ok(toneShare(phone.heard, VISITOR) > 0.99);
		ok(toneShare(house.host.recording.samples(), RESIDENT) > 0.99);
	});

	it("opens the door by a code that is long enough for it", () => {
		const house = new House({ settings: { "door.code": "4711" } });
		ok(house.register() && house.phone(1).call("doorbell"));
		ok(house.until(() => house.phone(1).state === "in call"));
		house.phone(1).press("4711");
		house.wait(1_500);
		equal(openings(house).length, 1);
	});

	it("cannot call who is not registered", () => {
		const house = new House();
		equal(house.phone(1).call("doorbell"), false);
		ok(house.register());
		equal(house.phone(1).call("nobody"), false);
		equal(house.phone(1).state, "idle");
	});

	it("waits until it is answered by hand", () => {
		const house = new House({ settings: { "call.answer": "manual" } });
		ok(house.register() && house.phone(1).call("doorbell"));
		ok(house.until(() => house.doorbell.state === "RINGING"));
		house.wait(5_000);
		equal(house.phone(1).state, "calling");
		house.doorbell.answer();
		ok(house.until(() => house.phone(1).state === "in call"));
	});

	it("can hang up before it is answered", () => {
		const house = new House({ settings: { "call.answer": "manual" } });
		ok(house.register() && house.phone(1).call("doorbell"));
		ok(house.until(() => house.doorbell.state === "RINGING"));
		house.phone(1).hangUp();
		equal(house.phone(1).state, "idle");
		ok(house.until(() => house.doorbell.state === "REGISTERED"));
		equal(house.count("sent CANCEL"), 1);
		ok(house.log.includes("Missed call from Phone 1 (**610)"));
	});

	it("gives up in the end", () => {
		const house = new House({ settings: { "call.answer": "manual" } });
		ok(house.register() && house.phone(1).call("doorbell"));
		house.wait(RING_LIMIT);
		equal(house.phone(1).state, "idle");
	});

	it("is rejected at the door", () => {
		const house = new House({ settings: { "call.answer": "manual" } });
		ok(house.register() && house.phone(1).call("doorbell"));
		ok(house.until(() => house.doorbell.state === "RINGING"));
		house.doorbell.hangUp();
		ok(house.until(() => house.phone(1).state === "idle"));
		equal(house.count("received SIP/2.0 603 Decline"), 1);
	});

	it("meets a doorbell that is busy", () => {
		const house = new House();
		ok(house.talk() && house.phone(2).call("doorbell"));
		ok(house.until(() => house.phone(2).state === "idle"));
		equal(house.count("received SIP/2.0 486 Busy Here"), 1);
		ok(house.log.includes("Missed call from Phone 2 (**611): the doorbell is busy"));
	});

	it("has no codec to offer", () => {
		const house = new House();
		house.phone(1).sound = { ...house.phone(1).sound, laws: [] };
		ok(house.register() && house.phone(1).call("doorbell"));
		ok(house.until(() => house.phone(1).state === "idle"));
		equal(house.count("received SIP/2.0 488 Not Acceptable Here"), 1);
	});
});
