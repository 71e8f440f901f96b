import { equal } from "node:assert/strict";
import { grantedSeconds, OBEYED_SECONDS, parseSeconds } from "../../modules/sip/registration-grant.ts";
import { answer, sample } from "../support/transaction.ts";

const OWN = "<sip:620@192.0.2.2:5062>";

function granted(expires: string | undefined, ...contacts: readonly string[]): number | undefined {
	const reply = answer(sample("REGISTER"), 200);
	if (expires !== undefined) reply.headers.add("Expires", expires);
	for (const contact of contacts) reply.headers.add("Contact", contact);
	return grantedSeconds(reply, OWN);
}

describe("Grant of a registrar (RFC 3261 §10.2.4)", () => {
	it("F7, L7: is that of our own Contact, wherever it stands in the list", () => {
		equal(granted("7200", `${OWN};expires=300`), 300);
		equal(granted("7200", `<sip:620@192.0.2.9>;expires=10, ${OWN};q=1.0;expires=300`), 300);
		equal(granted(undefined, "<sip:620@192.0.2.9>;expires=10", `"Bell" ${OWN};EXPIRES=300`), 300);
		equal(granted(undefined, "sip:620@192.0.2.2:5062;expires=300"), 300);
	});

	it("is that of the Expires header when our Contact says nothing", () => {
		equal(granted("120", OWN), 120);
		equal(granted("120", `${OWN};expires=soon`), 120);
		equal(granted("120"), 120);
		equal(granted("120", "<sip:620@203.0.113.9:1024>;expires=60"), 120);
	});

	it("E2: is the shortest one listed when a router has rewritten our Contact", () => {
		equal(granted(undefined, "<sip:620@203.0.113.9:1024>;expires=60"), 60);
		equal(
			granted(undefined, "<sip:a@203.0.113.9>;expires=90, <sip:b@203.0.113.9>;expires=60", "<sip:c@d>;expires=0"),
			60,
		);
	});

	it("may be nothing", () => {
		equal(granted(undefined, `${OWN};expires=0`), 0);
		equal(granted("0"), 0);
	});

	it("is unknown when nothing can be read", () => {
		equal(granted(undefined), undefined);
		equal(granted(undefined, OWN), undefined);
		equal(granted("never", "*", "<sip:broken", "", "<>;expires=x", ", ,"), undefined);
	});

	it("is a day at most", () => {
		equal(granted("99999999999"), OBEYED_SECONDS);
		equal(granted(undefined, `${OWN};expires=4294967295`), OBEYED_SECONDS);
	});
});

describe("Seconds in a header (RFC 3261 §20.19, §20.33)", () => {
	it("are a whole number with perhaps more behind it", () => {
		equal(parseSeconds("18000;duration=3600"), 18_000);
		equal(parseSeconds("120 (I'm in a meeting)"), 120);
		equal(parseSeconds(" 5"), 5);
		equal(parseSeconds("0"), 0);
	});

	it("are not negative, and not missing", () => {
		for (const text of [undefined, "", "-1", "soon", "+", ";5"]) equal(parseSeconds(text), undefined, text);
	});
});
