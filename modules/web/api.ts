import type { Handler, Request, Response, Sink } from "../http/exchange.ts";
import type { Access } from "./access.ts";
import { failure } from "./answers.ts";
import { type Parts, type Route, refuseFields, type Text } from "./call.ts";
import type { Device } from "./device.ts";
import { EventStreams } from "./events.ts";
import { answerFile, type File } from "./files.ts";
import { refuseHost, refuseOrigin, refuseType } from "./guard.ts";
import { type Body, JsonBody } from "./json-body.ts";
import { wholeNumber } from "./query.ts";
import { ROUTES } from "./routes.ts";

export interface ApiOptions {
	readonly device: Device;
	readonly access: Access;
	/** A file of the page by its path, such as "/" or "/page.js". */
	readonly file: (path: string) => File | undefined;
	readonly text: Text;
	/** Names that are ours, besides addresses, names of one label and those that end with ".local". */
	readonly names?: () => readonly string[];
	/** Event streams at once. */
	readonly eventStreams?: number;
}

/** The calls of each path. */
const PATHS: ReadonlyMap<string, readonly Route[]> = byPath(ROUTES);
const NUMBER = "{number}";
const NOTHING: Body = Object.freeze({});

/** The control page: its files and its API, request in, response out. */
export class Api {
	readonly #parts: Parts;
	readonly #file: (path: string) => File | undefined;
	readonly #names: () => readonly string[];

	constructor({ device, access, file, text, names = () => [], eventStreams }: ApiOptions) {
		this.#parts = Object.freeze({ device, access, text, events: new EventStreams(device, eventStreams) });
		this.#file = file;
		this.#names = names;
	}

	/** Something is new; to be followed by a wake-up of the connections, whose event streams then tell it. */
	news(): void {
		this.#parts.events.news();
	}

	/** Answers a request, or takes its body first. HEAD is answered as GET: who sends it leaves the body out. */
	readonly handle: Handler = (request, now) => {
		const refusal = refuseHost(request, this.#names);
		if (refusal !== undefined) return refusal;
		if (!request.path.startsWith("/api/")) return answerFile(request, this.#file(request.path));
		const exact = PATHS.get(request.path);
		if (exact !== undefined) return this.#call(exact, request, 0, now);
		const slash = request.path.lastIndexOf("/") + 1;
		const numbered = PATHS.get(request.path.slice(0, slash) + NUMBER);
		const number = wholeNumber(request.path.slice(slash)) ?? 0;
		if (numbered === undefined || number === 0) return failure(404, "There is no such call");
		return this.#call(numbered, request, number, now);
	};

	#call(routes: readonly Route[], request: Request, number: number, now: number): Response | Sink {
		const { method } = request;
		const route = routes.find((candidate) => candidate.method === (method === "HEAD" ? "GET" : method));
		if (route === undefined) return failure(405, `${method} is not for this`, `Allow: ${methodsOf(routes)}\r\n`);
		const changes = route.method !== "GET";
		const refusal =
			refuseOrigin(request, changes) ??
			(changes ? refuseType(request, route.receive ? "application/octet-stream" : "application/json") : undefined) ??
			(route.who === "anyone" ? undefined : this.#parts.access.refusal(request, now, route.who === "set-up"));
		if (refusal !== undefined) return refusal;
		if (route.receive !== undefined) return route.receive(this.#parts);
		const answer = route.answer!;
		if (!changes) return answer(this.#parts, { request, number, body: NOTHING, now });
		return new JsonBody(this.#parts.text.decode, (body, then) => {
			const wrong = refuseFields(body, route.fields ?? {});
			return wrong ?? answer(this.#parts, { request, number, body, now: then });
		});
	}
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
	const paths = new Map<string, Route[]>();
	for (const route of routes) {
		const same = paths.get(route.path);
		if (same === undefined) paths.set(route.path, [route]);
		else same.push(route);
	}
	return paths;
}

/** Value of Allow. */
function methodsOf(routes: readonly Route[]): string {
	const methods = routes.map(({ method }) => (method === "GET" ? "GET, HEAD" : method));
	return methods.join(", ");
}
