import { deepEqual, equal } from "node:assert/strict";
import { formatQuestion, readAnswer, TYPE_A, TYPE_SRV } from "../../hosts/esp32/machines/dns-message.ts";
import { answerAnyName, isOnSetUp, SET_UP_ADDRESS, setUpName } from "../../hosts/esp32/machines/set-up-network.ts";

const QUESTION = formatQuestion(0x0102, "captive.apple.com", TYPE_A)!;

describe("Set-up network", () => {
	it("ends like the MAC address", () => {
		equal(setUpName("24:6f:28:aa:1b:2c"), "Doorbell-1B2C");
	});

	it("has a name even where the MAC address is unknown", () => {
		deepEqual([setUpName(undefined), setUpName("nonsense")], ["Doorbell-SETUP", "Doorbell-SETUP"]);
	});

	it("knows its own addresses", () => {
		deepEqual(["192.168.4.2", "192.168.4.254", "192.168.40.2", "10.0.0.1"].map(isOnSetUp), [true, true, false, false]);
	});
});

describe("Name server of the set-up network (RFC 1035)", () => {
	it("answers for every name with the board's own address", () => {
		const answer = readAnswer(answerAnyName(QUESTION)!, QUESTION);
		deepEqual(answer, { code: 0, addresses: [SET_UP_ADDRESS], services: [] });
	});

	it("has nothing of other types, and says so", () => {
		for (const type of [28, 65, TYPE_SRV]) {
			const question = formatQuestion(1, "example.com", type)!;
			deepEqual(readAnswer(answerAnyName(question)!, question), { code: 0, addresses: [], services: [] });
		}
	});

	it("takes questions with EDNS, and answers without (RFC 6891 §7)", () => {
		const question = Uint8Array.from([...QUESTION, 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0]);
		question[11] = 1;
		const answer = answerAnyName(question)!;
		deepEqual([answer.length, answer[11]], [QUESTION.length + 16, 0]);
	});

	it("says nothing to responses, other operations, several questions and broken ones", () => {
		for (const [at, value] of [
			[2, 0x80],
			[2, 0x28],
			[5, 0],
			[5, 2],
			[12, 0xc0],
			[12, 0x3f],
		] as const) {
			const question = QUESTION.slice();
			question[at] = value;
			equal(answerAnyName(question), undefined, `${at}: ${value}`);
		}
		equal(answerAnyName(new Uint8Array(600)), undefined);
	});

	it("survives any end", () => {
		for (let length = 0; length < QUESTION.length; length++)
			equal(answerAnyName(QUESTION.slice(0, length)), undefined, `${length}`);
	});
});
