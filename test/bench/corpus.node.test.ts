import { deepEqual, equal, ok } from "node:assert/strict";
import { CORPUS } from "../../tools/bench/corpus.ts";
import { emptyFacts } from "../../tools/bench/subjects/facts.ts";
import { read } from "../../tools/bench/subjects/reading-doorbell.ts";

describe("Bench corpus", () => {
	it("is read whole", () => {
		for (const { name, text } of CORPUS) {
			const facts = emptyFacts();
			read(text, facts);
			ok(facts.branch.startsWith("z9hG4bK") && facts.fromTag !== "" && facts.sequence > 0, name);
		}
	});

	it("holds what its names promise", () => {
		const facts = emptyFacts();
		const of = (name: string) => {
			read(CORPUS.find((message) => message.name === name)!.text, facts);
			return facts;
		};
		equal(of("401 with challenge").status, 401);
		const { routes, routeHost, contactPort, body } = of("200 with Record-Route and SDP");
		deepEqual([routes, routeHost, contactPort, body.slice(0, 3)], [1, "127.0.0.1", 5044, "v=0"]);
		equal(of("NOTIFY of a transfer").body, "SIP/2.0 100 Trying\n");
	});

	it("has the INVITE of the budget, about 800 bytes", () => {
		equal(CORPUS.find(({ name }) => name === "INVITE with SDP")!.text.length, 841);
	});
});
