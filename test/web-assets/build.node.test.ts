import { deepEqual, ok } from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { pack, packedSize, SIZE_LIMIT, sizeTable } from "../../tools/page/pack.ts";

describe("Build of the control page (tools/page)", () => {
	const files = pack();

	it("fits into the board", async () => {
		ok(packedSize(await files) <= SIZE_LIMIT, `${sizeTable(await files)}\nallowed: ${SIZE_LIMIT}`);
	}).timeout(30_000);

	it("has all files of the page, gzipped", async () => {
		deepEqual(
			(await files).map(({ path }) => path),
			["/", "/icon.svg", "/page.css", "/page.js", "/schema.json"],
		);
		for (const { bytes, size } of await files) ok(gunzipSync(bytes).length === size);
	});

	it("makes the same bytes of the same sources", async () => {
		deepEqual(await pack(), await files);
	}).timeout(30_000);

	it("has no script and no style within the HTML, which the page's policy forbids", async () => {
		const html = gunzipSync((await files)[0]!.bytes).toString();
		ok(!/<style|style=|<script>|\son\w+=/i.test(html));
	});
});
