import type { Passage } from "./relay.ts";

/** Packets that arrived, copies too; that never did; and the copies among those that did. */
export interface RtpCounts {
	readonly received: number;
	readonly lost: number;
	readonly duplicate: number;
}

const SEQUENCE_OFFSET = 2;

/** What the relay has seen of the sound for one port: sequence numbers (RFC 3550 §5.1), in the order of the line. */
export class RtpLedger {
	#taken: number[] = [];
	#delivered: number[] = [];

	taken({ bytes }: Passage): void {
		this.#taken.push(sequence(bytes));
	}

	delivered({ bytes }: Passage): void {
		this.#delivered.push(sequence(bytes));
	}

	/** Packets delivered so far. */
	get length(): number {
		return this.#delivered.length;
	}

	/** Begins anew, for the next call. */
	clear(): void {
		this.#taken = [];
		this.#delivered = [];
	}

	/** Counts from one delivered packet to another, by what came to the relay: not by gaps in the sequence numbers. */
	count(first: number, length: number): RtpCounts {
		const delivered = this.#delivered.slice(first, first + length);
		const arrived = new Set(delivered);
		const [lowest, highest] = span(delivered);
		const between = (number: number) => step(lowest, number) >= 0 && step(number, highest) >= 0;
		const lost = new Set(this.#taken.filter((number) => between(number) && !arrived.has(number)));
		return { received: delivered.length, lost: lost.size, duplicate: delivered.length - arrived.size };
	}
}

function sequence(bytes: Uint8Array): number {
	return new DataView(bytes.buffer, bytes.byteOffset).getUint16(SEQUENCE_OFFSET);
}

/** From one sequence number to another, the short way round. */
function step(from: number, to: number): number {
	return ((to - from) << 16) >> 16;
}

function span(numbers: readonly number[]): [lowest: number, highest: number] {
	let [lowest, highest] = [numbers[0] ?? 0, numbers[0] ?? 0];
	for (const number of numbers) {
		if (step(lowest, number) < 0) lowest = number;
		if (step(highest, number) > 0) highest = number;
	}
	return [lowest, highest];
}
