import { equal, ok } from "node:assert/strict";
import { type Climate, type Frame, largestStep, listen, voice, type Weather } from "./weather.ts";

/** G.711 moves each sample a little, and where two sounds change over, they add up. A click would be many times that. */
const STEP = largestStep(voice()) * 1.25;
/** Milliseconds of sound that may be made up beyond what is missing: before the delay has grown. */
const LEARNING = 150;
/** A packet and the frame that is being played wait beside the delay. */
const DEPTH_MOST = 200 + 40;

interface Expected {
	/** Milliseconds that wait, in the mean. */
	readonly depth: readonly [least: number, most: number];
	readonly learning?: number;
	readonly most?: number;
}

/** Listens twice, and holds what is heard against the ideal: only lost packets are made up. */
function holds(
	name: string,
	weather: Weather,
	{ depth, learning = LEARNING, most = DEPTH_MOST }: Expected,
	more?: (heard: Climate) => void,
) {
	it(name, () => {
		for (const seed of [1, 2]) {
			const heard = listen({ seconds: 12, ...weather, seed });
			const { concealed, missing, meanDepth, mostDepth, step } = heard;
			const told = `seed ${seed}: concealed ${concealed} of ${missing} ms, depth ${meanDepth} up to ${mostDepth}, step ${step}`;
			ok(step <= STEP, told);
			ok(concealed <= missing + learning, told);
			// What lies beyond 60 ms of one gap is silence.
			ok(concealed >= missing * 0.9, told);
			ok(meanDepth >= depth[0] && meanDepth <= depth[1], told);
			ok(mostDepth <= most, told);
			more?.(heard);
		}
	});
}

function untouched({ buffer: { counts }, concealed }: Climate): void {
	equal(concealed + counts.late + counts.overflow + counts.underrun, 0);
}

describe("A voice in bad weather (RFC 3550, RFC 3551): packets lost", () => {
	for (const percent of [0, 1, 5, 10, 20]) {
		holds(`of 100, ${percent}`, { loss: percent / 100 }, { depth: [35, 65], learning: 0 }, ({ buffer: { counts } }) => {
			equal(counts.late + counts.overflow + counts.underrun, 0);
		});
	}
});

describe("A voice in bad weather: packets that overtake each other", () => {
	const bounds = { 10: [40, 70], 30: [40, 90], 60: [50, 110], 100: [80, 140], 150: [100, 180] } as const;
	for (const [jitter, depth] of Object.entries(bounds)) {
		holds(`on a way that takes up to ${jitter} ms longer`, { jitter: Number(jitter) }, { depth });
	}

	holds(
		"as late as no delay within bounds can meet",
		{ jitter: 400 },
		{ depth: [100, 240], learning: 12_000, most: 320 },
	);
	holds("and come twice", { jitter: 60, copies: 0.3 }, { depth: [50, 110] }, ({ reception, buffer, sent }) => {
		const { received, duplicate, lost } = reception.totals;
		equal(received - duplicate + lost - sent <= 0, true);
		ok(duplicate > sent * 0.2);
		equal(buffer.counts.duplicate, 0);
	});
});

describe("A voice in bad weather: packets of other lengths", () => {
	for (const ptime of [10, 20, 30, 40, 60, [20, 60, 10, 30], [5, 25, 35]]) {
		holds(`M4, F14: ${ptime} ms`, { ptime, seconds: 6 }, { depth: [40, 90] }, untouched);
		holds(
			`M4, F14: ${ptime} ms, some lost and late`,
			{ ptime, loss: 0.05, jitter: 40 },
			{ depth: [40, 130], learning: 250 },
		);
	}
});

describe("A voice in bad weather: clocks that differ", () => {
	for (const drift of [-1_000, -300, -200, 200, 300, 1_000]) {
		holds(`by ${drift} millionths`, { drift, seconds: 40 }, { depth: [30, 70] }, untouched);
	}
	holds("while packets are lost and late", { drift: 300, loss: 0.1, jitter: 60, seconds: 40 }, { depth: [50, 120] });
});

describe("A voice in bad weather: nothing for a while, and all at once then", () => {
	for (const stall of [60, 120, 200, 350, 500, 1_000]) {
		it(`X12: the delay is short again within six seconds of ${stall} ms`, () => {
			for (const jitter of [0, 40]) {
				let [before, after] = [0, 0];
				const watch = ({ index, depth }: Frame) => {
					if (index >= 200 && index < 300) before = Math.max(before, depth);
					else if (index >= 600) after = Math.max(after, depth);
				};
				const { step, concealed, mostDepth } = listen({ seconds: 14, stall, stallAt: 6_000, jitter, watch });
				ok(after <= before + 20, `${after} ms after ${before} ms`);
				ok(mostDepth <= DEPTH_MOST);
				ok(concealed <= Math.min(stall, 60) + LEARNING, `${concealed} ms made up`);
				ok(step <= STEP, `${step}`);
			}
		});
	}

	it("X12: the delay never grows, however often that happens", () => {
		for (let stallAt = 2_000; stallAt <= 3_000; stallAt += 130) {
			const { mostDepth } = listen({ seconds: 6, stall: 500, stallAt, loss: 0.1, jitter: 100 });
			ok(mostDepth <= DEPTH_MOST, `${mostDepth}`);
		}
	});
});

describe("A voice in bad weather: pauses of the speaker", () => {
	it("are no loss", () => {
		const { concealed, reception, buffer } = listen({ talk: 1_000, pause: 700, seconds: 17 });
		equal(reception.totals.lost, 0);
		ok(concealed <= 60, "but for the last pause, of which nobody knows what it is");
		equal(buffer.counts.late + buffer.counts.underrun + buffer.counts.overflow, 0);
	});
});
