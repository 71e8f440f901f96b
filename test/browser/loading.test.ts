import { equal, ok } from "node:assert/strict";
import { type IncomingHttpHeaders, request } from "node:http";
import type { Request } from "playwright-core";
import { closePage, openPage, PHONE } from "./chromium.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";

/** All files of the page. */
const FILES = ["/", "/page.js", "/page.css", "/icon.svg", "/schema.json"];
/** Requests that the first paint may need. */
const BEFORE_PAINT = 3;
/** Fulfilled with the time from the request to the first paint of content, milliseconds. */
const PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
	const [paint] = list.getEntriesByName("first-contentful-paint");
	if (paint) resolve(paint.startTime);
}).observe({ type: "paint", buffered: true }))`;

describe("Loading the control page", () => {
	const program = startDoorbell();

	it(`needs ${BEFORE_PAINT} requests until the first paint`, async () => {
		const page = await openPage("about:blank", { viewport: PHONE });
		const allowed: string[] = [];
		// Whatever is asked for after those is not answered.
		await page.route("**/*", (route) => {
			if (allowed.length === BEFORE_PAINT) return;
			allowed.push(route.request().url());
			return route.continue();
		});
		await page.goto(program.page, { waitUntil: "commit" });
		ok((await page.evaluate<number>(PAINT)) > 0);
		equal(allowed.length, BEFORE_PAINT);
		await closePage(page);
	});

	it("keeps one connection for the news", async () => {
		const page = await openPage("about:blank", { viewport: PHONE });
		const open = new Set<Request>();
		let count = 0;
		page.on("request", (asked) => {
			open.add(asked);
			count++;
		});
		for (const event of ["requestfinished", "requestfailed"] as const) {
			page.on(event as "requestfinished", (done) => void open.delete(done));
		}
		await page.goto(program.page);
		await new ControlPage(page).shows("Registered");
		const paint = await page.evaluate<number>(PAINT);
		const [long, ...others] = [...open];
		equal(new URL(long!.url()).pathname, "/api/events");
		equal(others.length, 0);
		const sizes = await Promise.all(FILES.map((file) => gzippedSize(`${program.page}${file}`)));
		const size = sizes.reduce((sum, each) => sum + each, 0);
		console.log(`      ${size} bytes gzipped in ${FILES.length} files; ${count} requests until all is shown`);
		console.log(`      first contentful paint after ${Math.round(paint)} ms, ${BEFORE_PAINT} requests until then`);
		await closePage(page);
	});

	itStaysQuiet();
});

/** Bytes of a file as a browser gets it. */
async function gzippedSize(url: string): Promise<number> {
	const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
		const asked = request(url, { method: "HEAD", agent: false, headers: { "Accept-Encoding": "gzip" } }, (response) => {
			response.resume();
			resolve(response.headers);
		});
		asked.on("error", reject).end();
	});
	equal(headers["content-encoding"], "gzip");
	return Number(headers["content-length"]);
}
