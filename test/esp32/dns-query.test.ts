import { deepEqual, equal } from "node:assert/strict";
import { TYPE_A } from "../../hosts/esp32/machines/dns-message.ts";
import { DNS_PORT, DnsQuery, TRIES, TRY_TIME } from "../../hosts/esp32/machines/dns-query.ts";

const ROUTER = "192.168.178.1";
const SECOND = "192.168.178.2";

function query(servers: readonly string[] = [ROUTER, SECOND]): DnsQuery {
	return new DnsQuery("pbx.test", TYPE_A, 0xbeef, servers);
}

/** A response without records, with a code. */
function response({ question }: DnsQuery, code: number): Uint8Array {
	const bytes = question!.slice();
	bytes[2] = 0x81;
	bytes[3] = 0x80 | code;
	return bytes;
}

describe("Question to name servers (RFC 1035 §4.2.1)", () => {
	it("goes to each server in turn, until all tries are through", () => {
		const asked = query();
		const order: (string | undefined)[] = [];
		for (let now = 0; !asked.ended; now = asked.deadline) order.push(asked.next(now));
		deepEqual(order, [ROUTER, SECOND, ROUTER, SECOND, undefined]);
		equal(order.length, TRIES + 1);
		deepEqual([asked.answer, asked.deadline], [undefined, Number.POSITIVE_INFINITY]);
	});

	it("waits for each of them", () => {
		const asked = query();
		asked.next(100);
		equal(asked.deadline, 100 + TRY_TIME);
	});

	it("ends with an answer, or with the news that there is no such name", () => {
		for (const code of [0, 3]) {
			const asked = query();
			asked.next(0);
			asked.receive(response(asked, code), ROUTER, DNS_PORT);
			deepEqual([asked.ended, asked.answer?.code], [true, code]);
			equal(asked.next(1), undefined);
		}
	});

	it("asks the next server when one cannot tell", () => {
		const asked = query();
		asked.next(0);
		asked.receive(response(asked, 2), ROUTER, DNS_PORT);
		deepEqual([asked.ended, asked.next(TRY_TIME)], [false, SECOND]);
	});

	it("hears the servers only, and only from their port", () => {
		const asked = query();
		asked.next(0);
		asked.receive(response(asked, 0), "192.168.178.66", DNS_PORT);
		asked.receive(response(asked, 0), ROUTER, 5353);
		asked.receive(new Uint8Array([1, 2, 3]), ROUTER, DNS_PORT);
		equal(asked.ended, false);
	});

	it("ends at once without a server, or for what can be no name", () => {
		deepEqual([query([]).ended, new DnsQuery("a..b", TYPE_A, 1, [ROUTER]).ended], [true, true]);
	});
});
