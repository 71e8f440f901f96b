import { deepEqual, equal, ok } from "node:assert/strict";
import { type IncomingHttpHeaders, request } from "node:http";
import type { Request } from "playwright-core";
import { closePage, openPage, PHONE } from "./chromium.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";
import { firstPaint } from "./paint.ts";

/** The files of the first view, and what is loaded on demand. */
const FIRST = ["/", "/page.js", "/page.css", "/icon.svg"];
const ON_DEMAND = ["/door.js", "/schema.json"];
/** Requests that the first paint may need. */
const BEFORE_PAINT = 3;

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
		ok((await firstPaint(page)) > 0);
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
		const paint = await firstPaint(page);
		const [long, ...others] = [...open];
		equal(new URL(long!.url()).pathname, "/api/events");
		equal(others.length, 0);
		const first = await gzippedSizes(FIRST);
		const all = first + (await gzippedSizes(ON_DEMAND));
		console.log(`      ${first} bytes gzipped in ${FIRST.length} files, ${all} with all that is loaded on demand`);
		console.log(`      ${count} requests until all is shown`);
		console.log(`      first contentful paint after ${Math.round(paint)} ms, ${BEFORE_PAINT} requests until then`);
		await closePage(page);
	});

	it("loads what the first view does not need only for the tab that does", async () => {
		const page = await openPage("about:blank", { viewport: PHONE });
		const asked: string[] = [];
		page.on("request", (request) => asked.push(new URL(request.url()).pathname));
		await page.goto(program.page);
		const control = new ControlPage(page);
		await control.shows("Registered");
		deepEqual(asked.filter((path) => !path.startsWith("/api/")).sort(), [...FIRST].sort());
		const onDemand = () => asked.filter((path) => ON_DEMAND.includes(path));
		await control.openTab("Door");
		await control.button("Add a code").waitFor();
		deepEqual(onDemand(), ["/door.js"]);
		await control.openTab("Settings");
		await control.shows("Settings");
		deepEqual(onDemand(), ON_DEMAND);
		equal(asked.filter((path) => path === "/page.js").length, 1);
		await closePage(page);
	});

	/** Bytes of files as a browser gets them, together. */
	async function gzippedSizes(files: readonly string[]): Promise<number> {
		const sizes = await Promise.all(files.map((file) => gzippedSize(`${program.page}${file}`)));
		return sizes.reduce((sum, each) => sum + each, 0);
	}

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
