import { deepEqual } from "node:assert/strict";
import type { Page, Request } from "playwright-core";

/** What Chromium says of a request that failed, and which is known from the request itself. */
const ABOUT_REQUEST = "Failed to load resource";
/** A stream is broken off with the page that reads it. */
const STREAM = "/api/events";

let watches: PageWatch[] = [];
const expectations = new WeakMap<Page, RegExp[]>();

/** Notes what must not happen at a page: messages on its console, breaches of its policy, requests that fail. */
export class PageWatch {
	readonly problems: string[] = [];

	static begin(page: Page): void {
		watches.push(new PageWatch(page));
	}

	private constructor(page: Page) {
		expectations.set(page, []);
		const note = (problem: string) => {
			const expected = expectations.get(page)!.some((pattern) => pattern.test(problem));
			if (!expected) this.problems.push(`${page.url()}: ${problem}`);
		};
		page.on("pageerror", (error) => note(`throws ${error.message}`));
		page.on("console", (message) => {
			const kind = message.type();
			if (kind !== "error" && kind !== "warning") return;
			if (!message.text().startsWith(ABOUT_REQUEST)) note(`console ${kind}: ${message.text()}`);
		});
		page.on("requestfailed", (request) => {
			if (!isStreamAborted(request)) note(`${nameOf(request)} fails: ${request.failure()?.errorText}`);
		});
		page.on("response", (response) => {
			if (response.status() >= 400) note(`${nameOf(response.request())} gets ${response.status()}`);
		});
	}
}

/** From now on such problems belong to what is tested at this page; they look like `GET /api/config gets 401`. */
export function expectProblem(page: Page, ...patterns: readonly RegExp[]): void {
	expectations.get(page)!.push(...patterns);
}

/** The test that all pages so far had nothing to complain about: the last one of each suite. */
export function itStaysQuiet(): void {
	it("had no error on its console, no breach of its policy and no failed request", () => {
		const problems = watches.flatMap((watch) => watch.problems);
		watches = [];
		deepEqual(problems, []);
	});
}

function isStreamAborted(request: Request): boolean {
	return request.url().endsWith(STREAM) && request.failure()?.errorText === "net::ERR_ABORTED";
}

function nameOf(request: Request): string {
	return `${request.method()} ${new URL(request.url()).pathname}`;
}
