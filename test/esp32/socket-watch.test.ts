import { deepEqual, equal } from "node:assert/strict";
import { DEAF_TIME, SocketWatch, UNTOLD_LIMIT, WATCH_TIME } from "../../hosts/esp32/machines/socket-watch.ts";

describe("Watch over a socket's callbacks", () => {
	it("looks seldom while they come, whatever it finds", () => {
		const watch = new SocketWatch();
		for (let round = 0; round < 10; round++) {
			for (let look = 1; look < UNTOLD_LIMIT; look++) equal(watch.looked(true), false);
			equal(watch.told(), false);
		}
		equal(watch.interval, WATCH_TIME);
	});

	it("looks for every frame of sound when they stay away, and says so once", () => {
		const watch = new SocketWatch();
		const news = Array.from({ length: UNTOLD_LIMIT + 2 }, () => watch.looked(true));
		deepEqual(news, [false, false, true, false, false]);
		deepEqual([watch.deaf, watch.interval], [true, DEAF_TIME]);
	});

	it("learns nothing from looks that find nothing", () => {
		const watch = new SocketWatch();
		for (let look = 0; look < 20; look++) watch.looked(false);
		equal(watch.deaf, false);
	});

	it("looks seldom again when one comes after all", () => {
		const watch = new SocketWatch();
		for (let look = 0; look < UNTOLD_LIMIT; look++) watch.looked(true);
		deepEqual([watch.told(), watch.told(), watch.interval], [true, false, WATCH_TIME]);
	});
});
