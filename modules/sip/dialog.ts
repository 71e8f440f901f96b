import { Headers } from "./headers.ts";
import { fromTag, type Request, type Response, request, sequenceOf, toTag } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import { parseUri, type Uri, uriParameters } from "./uri.ts";

/** Proxies that may put themselves between the two ends of a dialog; a longer route set is refused. */
export const ROUTE_LIMIT = 16;

/** Where a request of a dialog goes: its Request-URI, its Route headers and the next hop (RFC 3261 §12.2.1.1). */
interface Path {
	readonly requestUri: string;
	readonly route: readonly string[];
	/** `undefined` when the route begins with nothing that can be reached. */
	readonly nextHop: Uri | undefined;
}

interface DialogParts {
	readonly callId: string;
	/** Our From or To value, tag included. */
	readonly local: string;
	/** The peer's From or To value, tag included. */
	readonly remote: string;
	readonly remoteTag: string;
	readonly localTag: string;
	readonly localSequence: number;
	readonly remoteSequence: number;
	readonly routeSet: readonly string[];
	readonly path: Path;
}

/** A dialog: who talks to whom, along which way, and with which numbers (RFC 3261 §12). */
export class Dialog {
	readonly callId: string;
	readonly localTag: string;
	readonly remoteTag: string;
	#local: string;
	#remote: string;
	#localSequence: number;
	#remoteSequence: number;
	#routeSet: readonly string[];
	#path: Path;

	private constructor(parts: DialogParts) {
		this.callId = parts.callId;
		this.localTag = parts.localTag;
		this.remoteTag = parts.remoteTag;
		this.#local = parts.local;
		this.#remote = parts.remote;
		this.#localSequence = parts.localSequence;
		this.#remoteSequence = parts.remoteSequence;
		this.#routeSet = parts.routeSet;
		this.#path = parts.path;
	}

	/** Dialog of the caller, made by a response to our INVITE (RFC 3261 §12.1.2); `undefined` when its route is too long. */
	static fromResponse(invite: Request, response: Response): Dialog | undefined {
		const routeSet = [...response.headers.all("Record-Route")].reverse();
		// Without a usable Contact the only address left is the one that we called.
		const remoteTarget = target(response) ?? parseUri(invite.uri);
		if (!remoteTarget || routeSet.length > ROUTE_LIMIT) return undefined;
		return new Dialog({
			callId: invite.headers.get("Call-ID")!,
			local: invite.headers.get("From")!,
			remote: response.headers.get("To")!,
			localTag: fromTag(invite),
			remoteTag: toTag(response) ?? "",
			localSequence: sequenceOf(invite),
			remoteSequence: -1,
			routeSet,
			path: pathTo(remoteTarget, routeSet),
		});
	}

	/** Dialog of the called side, made by our 2xx with `localTag` (RFC 3261 §12.1.1); `undefined` without a usable Contact. */
	static fromRequest(invite: Request, localTag: string): Dialog | undefined {
		const routeSet = invite.headers.all("Record-Route");
		const remoteTarget = target(invite);
		if (!remoteTarget || routeSet.length > ROUTE_LIMIT) return undefined;
		return new Dialog({
			callId: invite.headers.get("Call-ID")!,
			local: `${invite.headers.get("To")};tag=${localTag}`,
			remote: invite.headers.get("From")!,
			localTag,
			remoteTag: fromTag(invite),
			localSequence: 0,
			remoteSequence: sequenceOf(invite),
			routeSet,
			path: pathTo(remoteTarget, routeSet),
		});
	}

	/** Whether a received request with these identifiers belongs to this dialog (RFC 3261 §12.2.2). */
	matches(callId: string, localTag: string, remoteTag: string): boolean {
		return this.callId === callId && this.localTag === localTag && this.remoteTag === remoteTag;
	}

	/** Takes a request's CSeq number; false when it is out of order and has to be answered 500 (RFC 3261 §12.2.2). */
	advance(request: Request): boolean {
		const number = sequenceOf(request);
		if (number <= this.#remoteSequence) return false;
		this.#remoteSequence = number;
		return true;
	}

	/** Takes the peer's new Contact from a target refresh: re-INVITE, UPDATE and their 2xx (RFC 3261 §12.2). */
	refresh(message: Request | Response): void {
		const remoteTarget = target(message);
		if (remoteTarget) this.#path = pathTo(remoteTarget, this.#routeSet);
	}

	/** Goes the way of the dialog that the 2xx would make: it counts from then on (RFC 3261 §13.2.2.4). */
	confirm(confirmed: Dialog): void {
		this.#routeSet = confirmed.#routeSet;
		this.#path = confirmed.#path;
	}

	/** Next hop of this dialog's requests; `undefined` when the route begins with nothing that can be reached. */
	get nextHop(): Uri | undefined {
		return this.#path.nextHop;
	}

	/** A request with the next CSeq number. The transaction layer adds Via. */
	request(method: string, body = ""): Request {
		return this.#build(method, this.nextSequence(), body);
	}

	/** The ACK for a 2xx to `invite`, with the same number and credentials (RFC 3261 §13.2.2.4). */
	acknowledge(invite: Request): Request {
		const acknowledgement = this.#build("ACK", sequenceOf(invite), "");
		acknowledgement.headers.copy("Authorization", invite.headers);
		acknowledgement.headers.copy("Proxy-Authorization", invite.headers);
		return acknowledgement;
	}

	/** The number after a request that was refused for lack of credentials and is tried again. */
	nextSequence(): number {
		this.#localSequence += 1;
		return this.#localSequence;
	}

	#build(method: string, sequence: number, body: string): Request {
		const { requestUri, route } = this.#path;
		const headers = new Headers();
		for (const hop of route) headers.add("Route", hop);
		headers.add("Max-Forwards", "70");
		headers.add("From", this.#local);
		headers.add("To", this.#remote);
		headers.add("Call-ID", this.callId);
		headers.add("CSeq", `${sequence} ${method}`);
		return request(method, requestUri, headers, body);
	}
}

function pathTo(target: Uri, routeSet: readonly string[]): Path {
	const requestUri = target.text;
	const first = routeSet[0];
	if (first === undefined) return { requestUri, route: routeSet, nextHop: target };
	const nextHop = parseNameAddress(first)?.uri;
	if (!nextHop || !isSip(nextHop)) return { requestUri, route: routeSet, nextHop: undefined };
	if (uriParameters(nextHop).has("lr")) return { requestUri, route: routeSet, nextHop };
	// A strict router wants to find itself in the Request-URI, and the target at the end of the route.
	return { requestUri: nextHop.text, route: [...routeSet.slice(1), `<${target.text}>`], nextHop };
}

/** The URI of a message's Contact; a dialog needs one with a host (RFC 3261 §8.1.1.8). */
function target(message: Request | Response): Uri | undefined {
	const uri = parseNameAddress(message.headers.get("Contact") ?? "")?.uri;
	return uri && isSip(uri) ? uri : undefined;
}

function isSip(uri: Uri): boolean {
	return uri.scheme === "sip" || uri.scheme === "sips";
}
