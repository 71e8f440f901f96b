import { deepEqual, equal, ok } from "node:assert/strict";
import { FRAME, Player } from "./player.ts";

/** A player to whom a stream of ten equal packets has been played. */
function playing(depth?: number): Player {
	const player = new Player(depth);
	player.follow(1000, new Array(10).fill(10));
	return player;
}

const NEXT = 1000 + 10 * FRAME;
const NEXT_NUMBER = Math.floor(NEXT / FRAME);

/** What a stream from `timestamp` on sounds like: how many frames until it is heard, and whether none was silent. */
function takesOver(player: Player, timestamp: number, ssrc = 1, sequence = NEXT_NUMBER) {
	const played: string[] = [];
	for (let frame = 0; frame < 12; frame++) {
		player.insert(timestamp + frame * FRAME, 20, FRAME, ssrc, sequence + frame);
		const [kind, , last] = player.read();
		played.push(kind);
		if (last === 20) return { frames: frame, played };
	}
	return { frames: Infinity, played };
}

describe("Jitter buffer: a new stream (RFC 3550 §8.2)", () => {
	it("L13: goes on without a gap when the source changes", () => {
		const { frames, played } = takesOver(playing(), 90_000, 2, 7);
		equal(frames, 3);
		deepEqual([...new Set(played)], ["audio"]);
	});

	for (const leap of [1_000_000, -1_000_000, 0x7fff0000, -FRAME * 5, -FRAME * 20, 5_000]) {
		it(`goes on without a gap when the timestamp leaps by ${leap}`, () => {
			const { frames, played } = takesOver(playing(), NEXT + leap);
			equal(frames, 3);
			deepEqual([...new Set(played)], ["audio"]);
		});
	}

	it("goes on without a gap when number and timestamp leap back", () => {
		const { frames, played } = takesOver(playing(), NEXT - 6_000, 1, NEXT_NUMBER - 5_000);
		equal(frames, 3);
		deepEqual([...new Set(played)], ["audio"]);
	});

	it("L28: is none when only the number leaps", () => {
		const player = playing();
		for (let frame = 0; frame < 10; frame++) {
			player.insert(NEXT + frame * FRAME, 10, FRAME, 1, 17_000 - frame * 200);
			deepEqual(player.read(), ["audio", 10, 10]);
		}
	});

	it("is not begun by a straggler, however late", () => {
		for (const age of [20, 60, 90]) {
			const player = playing();
			equal(player.insert(NEXT - age * FRAME, 99, FRAME, 1, NEXT_NUMBER - age), false);
			equal(player.buffer.counts.late, 1);
			for (let frame = 0; frame < 10; frame++) {
				player.insert(NEXT + frame * FRAME, 10);
				deepEqual(player.read().slice(1), [10, 10]);
			}
		}
	});

	it("begins with a delay after the old one has ended", () => {
		const player = playing();
		player.skip(20);
		player.insert(90_000, 20, FRAME, 2);
		deepEqual(player.skip(3), ["silence", 0, 0]);
		equal(player.read()[2], 20);
	});
});

describe("Jitter buffer: pauses of the peer (RFC 3551 §4.1)", () => {
	it("change no counts, and the delay only towards what is needed", () => {
		const player = playing();
		const depths: number[] = [];
		for (let talk = 0; talk < 5; talk++) {
			player.skip(30);
			for (let frame = 0; frame < 10; frame++) {
				const index = 40 + talk * 40 + frame;
				player.insert(1000 + index * FRAME, 10, FRAME, 1, NEXT_NUMBER + talk * 10 + frame);
				player.read();
			}
			depths.push(player.buffer.depth);
		}
		deepEqual(depths, [20, 20, 20, 20, 20]);
		const { late, underrun, overflow, concealed } = player.buffer.counts;
		deepEqual({ late, underrun, overflow, concealed }, { late: 0, underrun: 0, overflow: 0, concealed: 0 });
	});

	it("are no loss when comfort noise was sent, and a marker says so", () => {
		const player = playing();
		player.skip(30);
		player.header.marker = true;
		ok(player.buffer.counts.concealed > 0);
		player.insert(NEXT + 30 * FRAME, 10);
		equal(player.buffer.counts.concealed, 0);
	});

	it("in which its clock stands still do not make it late", () => {
		const player = playing();
		player.skip(100);
		equal(player.insert(NEXT, 20), true);
		equal(player.buffer.counts.underrun, 1);
		player.skip(3);
		equal(player.read()[2], 20);
		equal(player.buffer.counts.late, 0);
	});
});

describe("Jitter buffer: delay", () => {
	it("grows at once when sound comes late, and plays all of it", () => {
		const player = playing();
		player.skip(8);
		equal(player.insert(NEXT, 20), true);
		equal(player.buffer.counts.underrun, 1);
		equal(player.read()[2], 20);
	});

	it("grows by the lateness of a packet that others have overtaken", () => {
		const player = playing();
		const { depth } = player.buffer;
		for (let frame = 1; frame < 7; frame++) {
			player.insert(NEXT + frame * FRAME, 10);
			player.read();
		}
		equal(player.insert(NEXT, 10), false);
		equal(player.buffer.counts.late, 1);
		player.insert(NEXT + 7 * FRAME, 10);
		player.read();
		const grown = player.buffer.depth - depth;
		ok(grown >= 60 && grown <= 80, `${grown}`);
	});

	it("does not grow for one that no delay within bounds could have met", () => {
		const player = playing();
		for (let frame = 1; frame < 20; frame++) {
			player.insert(NEXT + frame * FRAME, 10);
			player.read();
		}
		const { depth } = player.buffer;
		player.insert(NEXT, 10);
		player.insert(NEXT + 20 * FRAME, 10);
		player.read();
		equal(player.buffer.depth, depth);
	});

	it("plays the rest of a packet that comes a little late", () => {
		const player = playing();
		player.skip(3);
		player.read(80);
		equal(player.insert(NEXT, 20), true);
		equal(player.read()[2], 20);
	});

	it("does not play again what comes twice during a pause", () => {
		const player = playing();
		player.skip(6);
		equal(player.insert(NEXT - FRAME, 99), false);
		equal(player.buffer.counts.late, 1);
	});

	it("skips ahead when sound piles up", () => {
		const player = playing();
		for (let index = 0; index < 30; index++) player.insert(NEXT + index * FRAME, 20);
		ok(player.buffer.counts.overflow > 0);
		ok(player.buffer.depth <= 320, String(player.buffer.depth));
	});

	it("X12: begins with the newest of the packets that come at once", () => {
		const player = new Player();
		for (let index = 0; index < 25; index++) player.insert(1000 + index * FRAME, index + 1);
		equal(player.buffer.depth, 80);
		deepEqual(player.read(), ["audio", 22, 22]);
	});
});
