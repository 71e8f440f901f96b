import { deepEqual, equal, match } from "node:assert/strict";
import { type FleetChoice, optionsHelp, readChoice } from "../../../simulator/fleet/options.ts";

function choiceOf(...parameters: string[]): FleetChoice {
	const choice = readChoice(["--registrar", "192.168.1.1", ...parameters]);
	if (choice.type !== "run") throw new Error(JSON.stringify(choice));
	return choice.choice;
}

function problemOf(...parameters: string[]): string {
	const choice = readChoice(parameters);
	return choice.type === "problem" ? choice.text : JSON.stringify(choice);
}

describe("Fleet: command line", () => {
	it("has usual values, which the help tells", () => {
		const { numbers, json, settings } = choiceOf();
		deepEqual(numbers, { bells: 10, first: 1, rate: 50, seconds: 60, rings: 0, talk: 2 });
		equal(json, false);
		deepEqual(settings(7), { "sip.port": 0, "rtp.port": 0, "sip.registrar": "192.168.1.1", "sip.user": "bell7" });
		match(optionsHelp(), /--bells N +doorbells; 10 unless given\n/);
	});

	it("puts the number of the doorbell into user and password", () => {
		const { settings } = choiceOf("--user", "door-%", "--password", "%-secret-%", "--first", "1001");
		equal(settings(1001)["sip.user"], "door-1001");
		equal(settings(1002)["sip.password"], "1002-secret-1002");
	});

	it("says what is wrong, in one line that names the option", () => {
		equal(problemOf(), "Which PBX? --registrar HOST[:PORT]; --help lists the options");
		equal(
			problemOf("--registrar", "a b"),
			"--registrar a b is wrong: a host name or an address, perhaps with a port, such as fritz.box:5060",
		);
		equal(problemOf("--registrar", "x", "--bells", "0"), "--bells 0 is wrong: a whole number from 1 to 10000");
		equal(problemOf("--registrar", "x", "--rings", "5"), "Whom do the buttons ring? --target NUMBERS");
		equal(problemOf("--registrar", "x", "--expires", "1"), "--expires 1 is wrong: a whole number from 60 to 7200");
		equal(problemOf("--loud"), "Unknown option '--loud'; --help lists the options");
		equal(problemOf("--registrar", "x", "--password", `${"p".repeat(100)}`).includes("ppp"), false);
		equal(readChoice(["--help"]).type, "help");
	});
});
