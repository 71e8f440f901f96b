import { deepEqual, equal } from "node:assert/strict";
import { parseTargets, TARGET_LIMIT, targetsRule } from "../../modules/config/targets.ts";

const FORM = "must be a number, user@host or sip:user@host, then perhaps a space and 5 to 120 seconds";

describe("Targets of a button", () => {
	it("F8: are numbers as they are dialled, codes included", () => {
		deepEqual(parseTargets("**610, 621,*#9,+49301234,phone-1"), [
			{ address: "**610" },
			{ address: "621" },
			{ address: "*#9" },
			{ address: "+49301234" },
			{ address: "phone-1" },
		]);
	});

	it("are SIP addresses, with or without sip: and a user", () => {
		for (const address of [
			"sip:alice@192.168.178.30:5060",
			"SIP:alice@pbx",
			"sip:192.168.178.30",
			"sip:[fe80::1]:5062",
			"alice@192.168.178.30",
			"alice.b@pbx.example:5062",
			"**610@fritz.box",
		])
			deepEqual(parseTargets(address), [{ address }]);
	});

	it("may have a ring time of their own", () => {
		deepEqual(parseTargets("**611 20, sip:attic@192.168.178.30  15"), [
			{ address: "**611", seconds: 20 },
			{ address: "sip:attic@192.168.178.30", seconds: 15 },
		]);
		deepEqual(parseTargets("1 5,2 120"), [
			{ address: "1", seconds: 5 },
			{ address: "2", seconds: 120 },
		]);
	});

	it("stand on lines or between commas, empty ones not counted", () => {
		deepEqual(parseTargets(" 1 ,\r\n2\n\n,3,"), [{ address: "1" }, { address: "2" }, { address: "3" }]);
		deepEqual(parseTargets(""), []);
		equal(targetsRule(" ,\n"), undefined);
	});

	it("are none when one of them is wrong, and it is said which", () => {
		for (const wrong of [
			"fritz.box",
			"192.168.178.30",
			"sip:",
			"sip:620",
			"sips:a@pbx",
			"a@",
			"@pbx",
			"a@b@c",
			"a@pbx:0",
			"<sip:a@pbx>",
			"alice attic",
			"front door 20",
			"1 4",
			"1 121",
			"1 1e2",
			"1 20 20",
			"sip:a@pbx?x=y",
			"sip:a@pbx;transport=tcp",
			"sip:a b@pbx",
		]) {
			equal(parseTargets(`**610, ${wrong}`), undefined, wrong);
			equal(targetsRule(`**610, ${wrong}`), `entry 2 ("${wrong}") ${FORM}`);
		}
	});

	it("are limited in number", () => {
		const six = new Array<string>(TARGET_LIMIT).fill("1").join();
		equal(parseTargets(six)?.length, TARGET_LIMIT);
		equal(targetsRule(six), undefined);
		equal(parseTargets(`${six},1`), undefined);
		equal(targetsRule(`${six},1`), "at most 6 targets");
	});
});
