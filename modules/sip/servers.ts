import type { Account } from "./account.ts";
import { type Address, sameAddress } from "./address.ts";
import type { Stack } from "./stack.ts";

/** Whether requests for the server of an account go to this place: who asks for the password there may have the proof. */
export function isServer({ address, port }: Address, { server, backup }: Account, stack: Stack): boolean {
	const { locator, registration } = stack;
	if (!server) return false;
	if (sameAddress(registration?.server, { address, port }) || locator.leadsTo(server, address, port)) return true;
	return backup?.server !== undefined && locator.leadsTo(backup.server, address, port);
}

/** Whether this is an address of a server of ours, whatever port it sends from. */
export function isServersAddress(address: string, { account, locator, registration }: Stack): boolean {
	const { server, domain, backup } = account;
	if (!server) return false;
	if (address === registration?.server?.address || address === domain || locator.leadsTo(server, address)) return true;
	return backup?.server !== undefined && locator.leadsTo(backup.server, address);
}
