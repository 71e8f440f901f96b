import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { MAXIMUM_CHANGES, VirtualHost, type VirtualHostOptions } from "../../simulator/virtual-host.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { play } from "../hosts/contract.ts";
import { storageContract } from "../hosts/storage-contract.ts";
import { dominant, toneShare } from "../support/tone.ts";

function station(options?: Partial<VirtualHostOptions>) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const hash = () => undefined;
	const host = new VirtualHost({ network, address: "192.168.1.20", hash, ...options });
	return { clock, network, host };
}

describe("Virtual storage", () => {
	for (const { title, steps } of storageContract) {
		it(title, () => {
			const storage = new VirtualStorage();
			play(steps({ open: () => storage }), () => {});
		});
	}

	it("fails when the test wants it to, and keeps the old value", () => {
		const storage = new VirtualStorage();
		storage.write("settings", "old");
		storage.hook = (operation, key) => {
			if (operation === "write") throw new Error(`No room for ${key}`);
		};
		throws(() => storage.write("settings", "new"), /No room for settings/);
		equal(storage.read("settings"), "old");
		storage.delete("settings");
		equal(storage.read("settings"), undefined);
	});
});

describe("Virtual host", () => {
	it("draws the same tokens for the same seed, and others at another address", () => {
		const draw = (options: Partial<VirtualHostOptions>) => {
			const { host } = station(options);
			return [host.token(), host.token(), String(host.random())];
		};
		deepEqual(draw({}), draw({}));
		notEqual(draw({})[0], draw({})[1]);
		notEqual(draw({})[0], draw({ address: "192.168.1.21" })[0]);
		notEqual(draw({ seed: 1 })[0], draw({ seed: 2 })[0]);
	});

	it("draws tokens of 16 hexadecimal digits and numbers from 0 to 1", () => {
		const { host } = station();
		let sum = 0;
		const tokens = new Set<string>();
		for (let count = 0; count < 100; count++) {
			const token = host.token();
			match(token, /^[0-9a-f]{16}$/);
			tokens.add(token);
			const number = host.random();
			ok(number >= 0 && number < 1);
			sum += number;
		}
		equal(tokens.size, 100);
		ok(sum > 35 && sum < 65);
	});

	it("has the time of day from its epoch, or none", () => {
		const { clock, host } = station();
		clock.advance(1500);
		equal(host.clock.now(), 1500);
		equal(host.clock.time(), 1_767_225_601_500);
		host.epoch = undefined;
		equal(host.clock.time(), undefined);
	});

	it("is reached at its address and takes what an earlier one stored", () => {
		const storage = new VirtualStorage();
		storage.write("settings", "kept");
		const text = { encode: () => new Uint8Array(1), decode: () => "decoded" };
		const { host } = station({ storage, text });
		equal(host.network.address("192.168.1.30"), "192.168.1.20");
		equal(new host.Udp({ port: 5060 }).port, 5060);
		equal(host.storage.read("settings"), "kept");
		equal(host.text.decode(new Uint8Array(0)), "decoded");
		equal(station().host.text.decode(Uint8Array.of(0x61)), "a");
	});
});

describe("Virtual host: buttons and outputs", () => {
	it("tells of each change of a button in a later turn", () => {
		const { clock, host } = station();
		const levels: number[] = [];
		const button = host.button(1, () => levels.push(button?.read() ?? 9));
		equal(button?.read(), 0);
		host.press(1);
		host.press(1);
		deepEqual(levels, []);
		clock.advance(100);
		host.release(1);
		clock.advance(100);
		deepEqual(levels, [1, 0]);
	});

	it("is silent after close, and can be opened again", () => {
		const { clock, host } = station();
		let told = 0;
		const count = () => {
			told += 1;
		};
		const button = host.button(2, count);
		throws(() => host.button(2, count), /in use/);
		host.press(2);
		button?.close();
		button?.close();
		const again = host.button(2, count);
		button?.close();
		clock.advance(10);
		equal(told, 0);
		host.release(2);
		clock.advance(10);
		equal(told, 1);
		throws(() => again?.write(1), /input/);
	});

	it("has as many buttons as asked for", () => {
		const { host } = station({ buttons: 1 });
		ok(host.button(1, () => {}) !== undefined);
		equal(
			host.button(2, () => {}),
			undefined,
		);
		equal(
			host.button(0, () => {}),
			undefined,
		);
		throws(() => host.press(2), RangeError);
		host.press(1);
		host.release(1);
	});

	it("remembers when an output changed", () => {
		const { clock, host } = station();
		const door = host.output("door");
		throws(() => host.output("door"), /in use/);
		clock.advance(100);
		door.write(1);
		door.write(1);
		equal(door.read(), 1);
		clock.advance(3000);
		door.write(0);
		deepEqual(host.changes("door"), [
			{ at: 100, value: 1 },
			{ at: 3100, value: 0 },
		]);
		deepEqual(host.changes("lamp"), []);
		door.write(1);
		door.close();
		door.close();
		throws(() => door.write(0), /closed/);
		equal(host.output("door").read(), 1);
		equal(host.outputs.door.value, 1);
	});

	it("remembers the latest changes only", () => {
		const { host } = station();
		const lamp = host.output("lamp");
		for (let count = 0; count <= MAXIMUM_CHANGES; count++) lamp.write(count % 2 === 0 ? 1 : 0);
		equal(host.changes("lamp").length, MAXIMUM_CHANGES);
		equal(host.changes("lamp")[0]?.value, 0);
	});
});

describe("Virtual host: sound", () => {
	it("hears 320 bytes of the source every 20 ms while started", () => {
		const { clock, host } = station({ microphone: tone(440) });
		const told: string[] = [];
		const microphone = new host.AudioIn({ onReadable: (bytes) => told.push(`${bytes}@${clock.now}`) });
		clock.advance(50);
		microphone.start();
		clock.advance(50);
		microphone.stop();
		clock.advance(50);
		deepEqual(told, ["320@70", "640@90"]);
		const samples = new Int16Array(400);
		equal(microphone.read(new Uint8Array(samples.buffer)), 640);
		equal(microphone.read(new Uint8Array(samples.buffer)), 0);
		ok(toneShare(samples.subarray(0, 320), 440) > 0.95);
		microphone.close();
	});

	it("passes the sound on to the loudspeaker", () => {
		const { clock, host } = station({ microphone: tone(1000), recordingSeconds: 0.4 });
		const loudspeaker = new host.AudioOut({});
		const frame = new Uint8Array(320);
		const microphone = new host.AudioIn({
			onReadable() {
				equal(microphone.read(frame), 320);
				loudspeaker.write(frame);
			},
		});
		microphone.start();
		loudspeaker.start();
		clock.advance(1000);
		const first = host.recording.samples();
		ok(first.length >= 3200 - 1600 && first.length <= 3200);
		equal(dominant(first, [440, 1000, 2000]), 1000);
		ok(toneShare(first, 1000) > 0.97);
		host.microphone.source = tone(440);
		clock.advance(3000);
		equal(dominant(host.recording.samples(), [440, 1000, 2000]), 440);
		host.recording.clear();
		equal(host.recording.length, 0);
		equal(host.loudspeaker.underruns, 0);
		equal(host.microphone.dropped, 0);
		microphone.close();
		loudspeaker.close();
		equal(
			clock.run(() => false, 100),
			false,
		);
		equal(clock.pending, 0);
	});
});
