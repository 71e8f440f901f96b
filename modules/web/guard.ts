/** What a browser may be tricked into by the pages of others, and how it is told from our own page. */

import type { Request, Response } from "../http/exchange.ts";
import { COMMON_FIELDS, failure } from "./answers.ts";

/** What knows the names that are ours, besides addresses, names of one label and those that end with ".local". */
export interface Names {
	readonly names: readonly string[];
	/**
	 * Where a client is sent that asks for the page of somebody else: the address of ours, for clients of the device's own
	 * network, where all names lead to it. `undefined` for all others.
	 */
	portal?(address: string): string | undefined;
}

/** A name of one label, an IPv4 address, or one in brackets; perhaps with a port. */
const PORT = /:[0-9]*$/;
const LABEL = /^[a-z0-9_-]+$/;
const IPV4 = /^[0-9.]+$/;
const IPV6 = /^\[[0-9a-f:.]+\]$/;

/**
 * Refuses a Host that someone else's name server may have made point at us (DNS rebinding): all names but those that
 * exist in the house only, and those that `ours` has.
 */
export function refuseHost(request: Request, ours: Names): Response | undefined {
	const host = (request.header("host") ?? "").toLowerCase().replace(PORT, "");
	if (LABEL.test(host) || IPV4.test(host) || IPV6.test(host) || host.endsWith(".local")) return undefined;
	if (ours.names.some((name) => name.toLowerCase() === host)) return undefined;
	const page = isVisit(request) ? ours.portal?.(request.address) : undefined;
	if (page !== undefined)
		return { status: 302, fields: `${COMMON_FIELDS}Cache-Control: no-store\r\nLocation: ${page}\r\n` };
	return failure(403, "The doorbell is not known by this name: open the page by its address");
}

/** Whether somebody opens a page, or a device asks whether it is in the internet, which needs no answer of its own. */
function isVisit({ method, path }: Request): boolean {
	return (method === "GET" || method === "HEAD") && !path.startsWith("/api/");
}

/** Refuses what the page of another site has sent; with `strictly` also that of a neighbour on another port. */
export function refuseOrigin(request: Request, strictly: boolean): Response | undefined {
	const site = request.header("sec-fetch-site");
	if (site === "cross-site" || (strictly && site !== undefined && site !== "same-origin" && site !== "none"))
		return foreign();
	if (!strictly) return undefined;
	const origin = request.header("origin");
	return origin === undefined || origin.toLowerCase() === `http://${request.header("host")?.toLowerCase()}`
		? undefined
		: foreign();
}

/** Refuses a body of another type. No form of another site's page can send these two types without asking first. */
export function refuseType(request: Request, type: string): Response | undefined {
	const [given = ""] = (request.header("content-type") ?? "").split(";", 1);
	return given.trim().toLowerCase() === type ? undefined : failure(415, `Send this with Content-Type: ${type}`);
}

function foreign(): Response {
	return failure(403, "This came from the page of another site");
}
