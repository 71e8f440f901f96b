import { deepEqual, equal } from "node:assert/strict";
import {
	ADDRESS_LIMIT,
	formatQuestion,
	readAnswer,
	SERVICE_LIMIT,
	TYPE_A,
	TYPE_SRV,
} from "../../hosts/esp32/machines/dns-message.ts";

const QUESTION = formatQuestion(0x1234, "pbx.test", TYPE_A)!;

/** A name without pointers. */
function name(text: string): number[] {
	return [...text.split(".").flatMap((label) => [label.length, ...ascii(label)]), 0];
}

function ascii(text: string): number[] {
	return Array.from(text, (character) => character.charCodeAt(0));
}

function record(owner: readonly number[], type: number, data: readonly number[]): number[] {
	return [...owner, 0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff, ...data];
}

/** A response to a question with records, its count as it is or as it is said to be. */
function response(question: Uint8Array, records: readonly number[][], { flags = 0x8180, count = records.length } = {}) {
	const head = [...question];
	head[2] = flags >> 8;
	head[3] = flags & 0xff;
	head[6] = count >> 8;
	head[7] = count & 0xff;
	return Uint8Array.from([...head, ...records.flat()]);
}

/** A pointer to the name of the question. */
const SAME = [0xc0, 12];

describe("DNS question (RFC 1035 §4.1.2)", () => {
	it("asks for one name, recursion desired", () => {
		deepEqual(
			[...QUESTION],
			[0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, ...ascii("pbx"), 4, ...ascii("test"), 0, 0, 1, 0, 1],
		);
	});

	it("takes a dot at the end", () => {
		deepEqual(formatQuestion(0x1234, "pbx.test.", TYPE_A), QUESTION);
	});

	it("refuses what can be no name", () => {
		for (const wrong of ["", ".", "a..b", ".a", `${"x".repeat(64)}.test`, "a b", "klingel.tür", "x.".repeat(128)])
			equal(formatQuestion(1, wrong, TYPE_A), undefined, wrong);
	});
});

describe("DNS answer (RFC 1035 §4.1.3)", () => {
	it("gives all addresses, behind an alias, too", () => {
		const records = [
			record(SAME, 5, [3, ...ascii("sip"), 0xc0, 12]),
			record(name("sip.pbx.test"), TYPE_A, [192, 0, 2, 1]),
			record(SAME, TYPE_A, [192, 0, 2, 200]),
		];
		const answer = readAnswer(response(QUESTION, records), QUESTION);
		deepEqual(answer, { code: 0, addresses: ["192.0.2.1", "192.0.2.200"], services: [] });
	});

	it("gives the servers of a service (RFC 2782)", () => {
		const question = formatQuestion(7, "_sip._udp.pbx.test", TYPE_SRV)!;
		const answer = readAnswer(
			response(question, [
				record(SAME, TYPE_SRV, [0, 10, 0, 60, 0x13, 0xc4, 1, ...ascii("a"), 0xc0, 22]),
				record(SAME, TYPE_SRV, [0, 20, 0, 0, 0x13, 0xc5, ...name("b.test")]),
				record(SAME, TYPE_SRV, [0, 0, 0, 0, 0, 0, 0]),
			]),
			question,
		);
		deepEqual(answer?.services, [
			{ priority: 10, weight: 60, port: 5060, target: "a.pbx.test" },
			{ priority: 20, weight: 0, port: 5061, target: "b.test" },
			{ priority: 0, weight: 0, port: 0, target: "." },
		]);
	});

	it("says that there is no such name", () => {
		deepEqual(readAnswer(response(QUESTION, [], { flags: 0x8183 }), QUESTION), {
			code: 3,
			addresses: [],
			services: [],
		});
	});

	it("may write the question's letters as it likes", () => {
		const bytes = response(QUESTION, [record(SAME, TYPE_A, [192, 0, 2, 1])]);
		bytes[13] = "P".charCodeAt(0);
		deepEqual(readAnswer(bytes, QUESTION)?.addresses, ["192.0.2.1"]);
	});

	it("is none with another number or question, and while it is a question itself", () => {
		const good = response(QUESTION, [record(SAME, TYPE_A, [192, 0, 2, 1])]);
		for (const [at, value] of [
			[0, 0x13],
			[2, 0x01],
			[5, 2],
			[13, 0x71],
			[22, 28],
		] as const) {
			const bytes = good.slice();
			bytes[at] = value;
			equal(readAnswer(bytes, QUESTION), undefined, `${at}`);
		}
	});

	it("has limits", () => {
		const addresses = Array.from({ length: ADDRESS_LIMIT + 3 }, (_, index) => record(SAME, TYPE_A, [192, 0, 2, index]));
		equal(readAnswer(response(QUESTION, addresses), QUESTION)?.addresses.length, ADDRESS_LIMIT);
		const server = record(SAME, TYPE_SRV, [0, 0, 0, 0, 0, 1, 0]);
		const many = response(QUESTION, new Array<number[]>(SERVICE_LIMIT + 3).fill(server));
		equal(readAnswer(many, QUESTION)?.services.length, SERVICE_LIMIT);
	});

	it("survives any end and any broken byte", () => {
		const good = response(QUESTION, [
			record(SAME, TYPE_SRV, [0, 0, 0, 0, 0, 1, 1, 0x61, 0xc0, 12]),
			record(SAME, TYPE_A, [192, 0, 2, 1]),
		]);
		for (let length = 0; length < good.length; length++) readAnswer(good.slice(0, length), QUESTION);
		for (let at = 0; at < good.length; at++)
			for (const value of [0, 0x3f, 0x40, 0x80, 0xc0, 0xff]) {
				const bytes = good.slice();
				bytes[at] = value;
				readAnswer(bytes, QUESTION);
			}
	});

	it("is not led in a circle by pointers", () => {
		const at = QUESTION.length + 12 + 6;
		const circle = record(SAME, TYPE_SRV, [0, 0, 0, 0, 0, 1, 0xc0, at]);
		deepEqual(readAnswer(response(QUESTION, [circle]), QUESTION)?.services, []);
		const forwards = record(SAME, TYPE_SRV, [0, 0, 0, 0, 0, 1, 0xc0, at + 2, 0]);
		deepEqual(readAnswer(response(QUESTION, [forwards]), QUESTION)?.services, []);
	});

	it("keeps what stands before a broken record", () => {
		const bytes = response(QUESTION, [record(SAME, TYPE_A, [192, 0, 2, 1])], { count: 9 });
		deepEqual(readAnswer(bytes, QUESTION)?.addresses, ["192.0.2.1"]);
	});
});
