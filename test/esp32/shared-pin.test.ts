import assert from "node:assert/strict";
import {
	HOLD,
	LOUDSPEAKER,
	MICROPHONE,
	NOBODY,
	SETTLING,
	SharedPin,
	WORD,
} from "../../hosts/esp32/machines/shared-pin.ts";

/** Milliseconds of a frame. */
const FRAME = 20;
const LOUD = 8_000;

/** A pin whose loudspeaker is told a frame every 20 ms, as by the doorbell. */
class Visit {
	readonly pin = new SharedPin();
	now = 1_000;

	constructor(ways: number) {
		if (ways & LOUDSPEAKER) this.pin.start(LOUDSPEAKER, this.now);
		if (ways & MICROPHONE) this.pin.start(MICROPHONE, this.now);
	}

	/** Frames of that loudness for `time` milliseconds; returns those until the pin had another user, or all. */
	play(peak: number, time: number): number {
		const user = this.pin.user;
		for (let passed = 0; passed < time; passed += FRAME) {
			this.now += FRAME;
			this.pin.speak(peak, this.now);
			if (this.pin.user !== user) return passed;
		}
		return time;
	}
}

describe("Pin that microphone and loudspeaker share (M5 Atom Echo)", () => {
	it("belongs to nobody at first", () => {
		assert.equal(new SharedPin().user, NOBODY);
	});

	it("belongs to the only one that is in use", () => {
		assert.equal(new Visit(MICROPHONE).pin.user, MICROPHONE);
		assert.equal(new Visit(LOUDSPEAKER).pin.user, LOUDSPEAKER);
	});

	it("belongs to the microphone while both are in use and nothing is said", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(WORD - 1, 5_000);
		assert.equal(visit.pin.user, MICROPHONE);
	});

	it("goes to the loudspeaker with its first word", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(0, 1_000);
		assert.equal(visit.play(WORD, FRAME), 0);
		assert.equal(visit.pin.user, LOUDSPEAKER);
	});

	it("stays with the loudspeaker in a pause between words", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(LOUD, FRAME);
		assert.equal(visit.play(0, HOLD - FRAME), HOLD - FRAME);
		assert.equal(visit.pin.user, LOUDSPEAKER);
	});

	it("goes back to the microphone after the hold time", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(LOUD, FRAME);
		visit.play(0, HOLD);
		assert.equal(visit.pin.user, MICROPHONE);
	});

	it("stays with the loudspeaker all through a long speech", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(LOUD, FRAME);
		for (let words = 0; words < 60; words += 1) {
			assert.equal(visit.play(LOUD, 300), 300);
			assert.equal(visit.play(40, 200), 200);
		}
	});

	it("does not stay with the loudspeaker for steady noise of the line", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(2_000, FRAME);
		const time = visit.play(2_000, 60_000);
		assert.equal(visit.pin.user, MICROPHONE);
		assert.ok(time > 3_000 && time < 15_000, `${time} ms`);
		visit.play(2_000, 60_000);
		assert.equal(visit.pin.user, MICROPHONE);
	});

	it("goes to the loudspeaker for a voice above that noise", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(1_000, 60_000);
		visit.play(1_000, 60_000);
		visit.play(3_500, FRAME);
		assert.equal(visit.pin.user, LOUDSPEAKER);
	});

	it("goes at once to the one that is left", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(LOUD, FRAME);
		visit.pin.stop(LOUDSPEAKER, visit.now);
		assert.equal(visit.pin.user, MICROPHONE);
		visit.pin.start(LOUDSPEAKER, visit.now);
		visit.pin.stop(MICROPHONE, visit.now);
		assert.equal(visit.pin.user, LOUDSPEAKER);
		visit.pin.stop(LOUDSPEAKER, visit.now);
		assert.equal(visit.pin.user, NOBODY);
	});

	it("is listened to only once the microphone has settled", () => {
		const visit = new Visit(MICROPHONE);
		const { pin, now } = visit;
		assert.equal(pin.listens(now), false);
		assert.equal(pin.listens(now + SETTLING - 1), false);
		assert.equal(pin.listens(now + SETTLING), true);
	});

	it("is listened to anew after each turn of the loudspeaker", () => {
		const visit = new Visit(MICROPHONE | LOUDSPEAKER);
		visit.play(0, SETTLING);
		assert.equal(visit.pin.listens(visit.now), true);
		visit.play(LOUD, FRAME);
		assert.equal(visit.pin.listens(visit.now), false);
		visit.play(0, HOLD);
		assert.equal(visit.pin.listens(visit.now), false);
		visit.play(0, SETTLING);
		assert.equal(visit.pin.listens(visit.now), true);
	});
});
