import type { ConnectionEvent } from "../doorbell/connection.ts";
import { formatAddress } from "../sip/address.ts";
import type { RegistrationProblem, RegistrationStep } from "../sip/outbox.ts";

/** What a step of the registration means for the doorbell. */
export function connectionEvent(step: RegistrationStep, now: number): ConnectionEvent {
	switch (step.step) {
		case "registered":
			return { type: "registered", seconds: step.expires };
		case "failed": {
			const problem = registrationProblem(step.problem, step.status, step.reason);
			return { type: "failed", problem, seconds: (step.retryAt - now) / 1000 };
		}
		case "next server": {
			const { problem, from, to } = step;
			return { type: step.step, problem: serverProblem(problem), from: formatAddress(from), to: formatAddress(to) };
		}
		case "changed server":
		case "silent":
		case "back":
			return { type: step.step, server: formatAddress(step.server) };
		default:
			return { type: step.step };
	}
}

/** What ails one server of several. */
function serverProblem(problem: RegistrationProblem): string {
	if (problem === "no answer") return "does not answer";
	return problem === "no network" ? "cannot be reached" : "is overloaded or starting";
}

/**
 * Why a registration failed, in words that say what to do; `status` is that of the response, 0 without one, and `reason`
 * what it says (interop trap S11).
 */
export function registrationProblem(problem: RegistrationProblem, status: number, reason = ""): string {
	switch (problem) {
		case "no network":
			return "the network is down";
		case "unknown host":
			return "the name of the PBX cannot be resolved: is it spelled right?";
		case "no answer":
			return "the PBX does not answer: is its address right?";
		case "wrong password":
			return "the PBX says the password is wrong: check user and password";
		case "no algorithm":
			return "the PBX asks for a log-in that the doorbell does not know or may not use";
		case "refused":
			return refusal(status, `${status} ${reason}`.trimEnd());
	}
}

function refusal(status: number, said: string): string {
	switch (status) {
		case 403:
			return `the PBX refuses the doorbell (${said}): is the account allowed to register, and are there contacts left?`;
		case 404:
			return `the PBX does not know this user (${said})`;
		case 503:
			return `the PBX is overloaded or starting (${said})`;
		default:
			return `the PBX refuses the registration (SIP status ${said})`;
	}
}
