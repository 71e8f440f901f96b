import type { Network, ServiceRecord } from "../host.ts";
import type { Output } from "../sip/outbox.ts";
import type { UserAgent } from "../sip/user-agent.ts";

/** Asks the host for what a user agent wants to know, and lets `run` tell it. */
export function lookUp(
	{ kind, host }: Extract<Output, { readonly type: "lookup" }>,
	network: Network,
	run: (action: (agent: UserAgent, now: number) => void) => void,
): void {
	if (kind === "address") {
		const done = (addresses: readonly string[]) => run((agent, now) => agent.resolved(host, addresses, now));
		network.resolve({ host, onResolved: done, onError: () => done([]) });
		return;
	}
	const done = (services?: readonly ServiceRecord[]) => run((agent, now) => agent.served(host, services, now));
	if (network.service) network.service({ name: host, onResolved: done, onError: () => done() });
	else done([]);
}
