import { deepEqual, equal, ok } from "node:assert/strict";
import { callerName, type EndCause, endReason, missedCall, unanswered } from "../../modules/doorbell/words.ts";

/** Every cause: a new one that is missing here is an error of the compiler. */
const CAUSES: Readonly<Record<EndCause, readonly [unanswered: string, ended: string]>> = {
	local: ["The call to 22 failed", "the connection was lost"],
	remote: ["The call to 22 failed", "the other side hung up"],
	"answered elsewhere": ["The call to 22 failed", "the connection was lost"],
	busy: ["22 is busy", "the connection was lost"],
	declined: ["22 declined the call", "the connection was lost"],
	"not found": ["22 cannot be called: a number needs a PBX, and none is set", "the connection was lost"],
	unavailable: ["22 is not available: is the phone registered?", "the connection was lost"],
	"no answer": ["No answer from 22", "the other side did not respond any more"],
	"wrong password": ["The server refused the call to 22: check user and password", "the connection was lost"],
	incompatible: ["22 has no codec in common with the doorbell (G.711 is needed)", "no codec in common"],
	unreachable: ["22 cannot be reached: check the network and the server's address", "the connection was lost"],
	failed: ["The call to 22 failed", "the connection was lost"],
};

describe("Words for people", () => {
	const causes = Object.keys(CAUSES) as EndCause[];

	it("say why nobody answered, for every cause", () => {
		for (const cause of causes) equal(unanswered("22", cause, 0), CAUSES[cause][0]);
		equal(unanswered("22", "failed", 500), "The call to 22 failed (SIP status 500)");
		equal(unanswered("22", "not found", 404), "22 was not found: check the number");
		equal(unanswered("22@home", "not found", 0), "22@home was not found: check the number");
	});

	it("say how a call ended, for every cause", () => {
		for (const cause of causes) equal(endReason(cause), CAUSES[cause][1]);
	});

	it("never name what only telephone people know, but for the status of an odd failure", () => {
		for (const cause of causes) ok(!/SIP|INVITE|RTP|SDP/.test(`${unanswered("22", cause, 0)} ${endReason(cause)}`));
	});

	it("name a caller by name and number, or by what there is", () => {
		deepEqual(
			[
				callerName({ name: "Anna", number: "22" }),
				callerName({ name: "", number: "22" }),
				callerName({ name: "22", number: "22" }),
				callerName({ name: "Anna", number: "" }),
				callerName({ name: "", number: "" }),
			],
			["Anna (22)", "22", "22", "Anna", "an unknown caller"],
		);
	});

	it("say who was missed", () => {
		equal(missedCall({ name: "", number: "22" }, "remote"), "Missed call from 22");
		equal(missedCall({ name: "", number: "22" }, "answered elsewhere"), "Missed call from 22 (answered elsewhere)");
	});
});
