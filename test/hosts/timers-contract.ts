import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { Timers } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

export interface TimersWorld {
	readonly timers: Timers;
	readonly now: () => number;
}

/** Node's timers count whole milliseconds, so one may come up to a millisecond early. */
const EARLY = 1;

export const timersContract: readonly Fact<TimersWorld>[] = [
	{
		title: "calls back once, when the time has passed",
		steps({ timers, now }) {
			const start = now();
			const fired: number[] = [];
			let later = false;
			timers.set(() => fired.push(now() - start), 20);
			timers.set(() => (later = true), 60);
			return [
				() => equal(fired.length, 0),
				() => later,
				() => equal(fired.length, 1),
				() => ok((fired[0] ?? 0) >= 20 - EARLY),
			];
		},
	},
	{
		title: "calls back in a later turn even for 0 ms",
		steps({ timers }) {
			let inside = true;
			let fired = false;
			timers.set(() => {
				ok(!inside);
				timers.set(() => (fired = true), 0);
				ok(!fired);
			}, 0);
			inside = false;
			return [() => fired];
		},
	},
	{
		title: "calls back in order of the due times, and of setting for equal ones",
		steps({ timers }) {
			const order: number[] = [];
			for (const milliseconds of [50, 10, 30, 10]) {
				const number = order.length;
				timers.set(() => order.push(milliseconds), milliseconds);
				equal(order.length, number);
			}
			const names: string[] = [];
			for (const name of ["first", "second", "third"]) timers.set(() => names.push(name), 15);
			return [
				() => order.length === 4,
				() => deepEqual(order, [10, 10, 30, 50]),
				() => deepEqual(names, ["first", "second", "third"]),
			];
		},
	},
	{
		title: "does not call back after clear",
		steps({ timers }) {
			let cleared = false;
			let later = false;
			const timer = timers.set(() => (cleared = true), 5);
			timers.clear(timer);
			timers.clear(timer);
			timers.set(() => (later = true), 20);
			return [() => later, () => ok(!cleared)];
		},
	},
	{
		title: "lets a callback clear another timer that is due as well",
		steps({ timers }) {
			let cleared = false;
			let later = false;
			timers.set(() => timers.clear(second), 5);
			const second = timers.set(() => (cleared = true), 5);
			timers.set(() => (later = true), 20);
			return [() => later, () => ok(!cleared)];
		},
	},
	{
		title: "takes clearing nothing, or a timer that has fired, for nothing to do",
		steps({ timers }) {
			let fired = false;
			let later = false;
			const timer = timers.set(() => (fired = true), 0);
			timers.clear(undefined);
			return [
				() => fired,
				() => {
					timers.set(() => (later = true), 5);
					timers.clear(timer);
				},
				() => later,
			];
		},
	},
	{
		title: "refuses what is no duration",
		steps({ timers }) {
			for (const milliseconds of [-1, Number.NaN, Infinity]) {
				throws(() => timers.set(() => {}, milliseconds), RangeError);
			}
			return [];
		},
	},
	{
		title: "holds a timer of years",
		steps({ timers }) {
			let early = false;
			let later = false;
			const timer = timers.set(() => (early = true), 1e11);
			timers.set(() => (later = true), 20);
			return [() => later, () => ok(!early), () => timers.clear(timer)];
		},
	},
];
