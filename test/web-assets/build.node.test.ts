import { deepEqual, ok } from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { excesses, pack, sizeTable } from "../../tools/page/pack.ts";

describe("Build of the control page (tools/page)", () => {
	const files = pack();

	it("fits into the board, and is soon there", async () => {
		deepEqual(excesses(await files), [], sizeTable(await files));
	}).timeout(30_000);

	it("says what is too big, if anything were", async () => {
		const heavy = (path: string) => ({ ...page(path), bytes: Buffer.alloc(30_000) });
		const page = (path: string) => ({ path, file: "", type: "", etag: "", bytes: Buffer.alloc(1), size: 1 });
		deepEqual(excesses([page("/"), page("/door.js"), page("/schema.json")]), []);
		deepEqual(excesses([heavy("/page.js")]), ["The first view is too big: 30000 bytes gzipped, 24576 are allowed."]);
		// What is loaded on demand counts for the whole only.
		deepEqual(excesses([page("/"), heavy("/schema.json"), { ...page("/door.js"), bytes: Buffer.alloc(2_000) }]), [
			"The page is too big: 32001 bytes gzipped, 31744 are allowed.",
		]);
	});

	it("has all files of the page, gzipped", async () => {
		deepEqual(
			(await files).map(({ path }) => path),
			["/", "/door.js", "/icon.svg", "/page.css", "/page.js", "/schema.json"],
		);
		for (const { bytes, size } of await files) ok(gunzipSync(bytes).length === size);
	});

	it("makes the same bytes of the same sources", async () => {
		deepEqual(await pack(), await files);
	}).timeout(30_000);

	it("shares by names that page.js and door.js both know", async () => {
		const script = async (path: string) =>
			gunzipSync((await files).find((file) => file.path === path)!.bytes).toString();
		const letters = (list: string | undefined, place: 0 | 1) =>
			list!.split(",").map((entry) => entry.split(" as ").at(place === 0 ? 0 : -1)!);
		const [page, door] = await Promise.all([script("/page.js"), script("/door.js")]);
		const shared = letters(/export\{([^}]*)\}/.exec(page)?.[1], 1);
		const taken = [...door.matchAll(/import\{([^}]*)\}from"\.\/page\.js"/g)].flatMap(([, list]) => letters(list, 0));
		ok(taken.length > 10 && /import\(["'`]\.\/door\.js["'`]\)/.test(page));
		deepEqual([...taken].sort(), [...shared].sort());
		ok(!door.includes("createElement"));
	});

	it("has no script and no style within the HTML, which the page's policy forbids", async () => {
		const html = gunzipSync((await files)[0]!.bytes).toString();
		ok(!/<style|style=|<script>|\son\w+=/i.test(html));
	});
});
