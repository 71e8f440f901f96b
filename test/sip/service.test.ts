import { deepEqual, equal, ok } from "node:assert/strict";
import { orderServices, SERVICE_LIMIT, type Service, sameServices } from "../../modules/sip/service.ts";
import { seeded } from "../rtp/random.ts";

function service(target: string, priority = 10, weight = 0, port = 5060): Service {
	return { priority, weight, port, target };
}

function order(records: readonly Service[], random: () => number): string {
	return orderServices(records, random)
		.map(({ target }) => target)
		.join(" ");
}

describe("Servers of a service (RFC 2782)", () => {
	it("are tried by priority, the lowest number first", () => {
		const records = [service("c", 30), service("a", 10), service("b", 20)];
		equal(
			order(records, () => 0.999),
			"a b c",
		);
	});

	it("are drawn by weight among equals", () => {
		const records = [service("light", 10, 1), service("heavy", 10, 3)];
		const random = seeded(3);
		let heavyFirst = 0;
		for (let count = 0; count < 200; count++) if (order(records, random) === "heavy light") heavyFirst += 1;
		ok(heavyFirst > 100 && heavyFirst < 180, `${heavyFirst} of 200`);
	});

	it("with weight 0 have a small chance to come first", () => {
		const records = [service("heavy", 10, 9), service("zero", 10, 0)];
		equal(
			order(records, () => 0),
			"zero heavy",
		);
		equal(
			order(records, () => 0.2),
			"heavy zero",
		);
	});

	it("are each taken once, whatever chance says", () => {
		const records = [service("a", 1, 2), service("b", 1, 2), service("c", 1, 2)];
		for (const chance of [0, 0.3, 0.5, 0.7, 0.999999])
			deepEqual(
				order(records, () => chance)
					.split(" ")
					.sort(),
				["a", "b", "c"],
			);
	});

	it("are no more than SERVICE_LIMIT", () => {
		const records = Array.from({ length: 20 }, (_, index) => service(`s${index}`, index));
		equal(orderServices(records, () => 0).length, SERVICE_LIMIT);
	});

	it("are none where the service is said not to be there, and where they cannot be used", () => {
		const records = [service("."), service(""), service("a", 1, 1, 0), service("a", 1, 1, 65_536)];
		equal(
			order(records, () => 0),
			"",
		);
	});

	it("are the same in another order and another case, and no longer with another weight", () => {
		const records = [service("a.test", 1), service("b.test", 2)];
		equal(sameServices(records, [service("B.test", 2), service("a.test", 1)]), true);
		equal(sameServices(records, [service("a.test", 1)]), false);
		equal(sameServices(records, [service("a.test", 1), service("b.test", 2, 5)]), false);
	});
});
