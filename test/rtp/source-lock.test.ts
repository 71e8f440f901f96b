import { equal } from "node:assert/strict";
import { SourceLock } from "../../modules/rtp/source-lock.ts";

const PHONE = "192.0.2.9";
const OTHER = "192.0.2.66";

function sends(lock: SourceLock): string {
	return `${lock.address}:${lock.port}`;
}

describe("Source lock (RFC 4961)", () => {
	it("M1: sends to the agreed address until something is heard", () => {
		const lock = new SourceLock(PHONE, 4000);
		equal(sends(lock), "192.0.2.9:4000");
	});

	it("L23: takes the first source and answers it, though the description names another", () => {
		const lock = new SourceLock("192.0.2.11", 4000);
		equal(lock.accept("192.0.2.1", 40000, 0), true);
		equal(sends(lock), "192.0.2.1:40000");
	});

	it("M2: refuses third parties", () => {
		const lock = new SourceLock(PHONE, 4000);
		equal(lock.accept(PHONE, 4000, 0), true);
		equal(lock.accept(OTHER, 4000, 20), false);
		equal(lock.accept(PHONE, 4002, 40), false);
		equal(lock.accept(OTHER, 4000, 60000), false, "even after a silence");
		equal(sends(lock), "192.0.2.9:4000");
	});

	it("M2: the agreed address takes over from whoever came first", () => {
		const lock = new SourceLock(PHONE, 4000);
		equal(lock.accept(OTHER, 666, 0), true);
		equal(lock.accept(PHONE, 4000, 20), true);
		equal(lock.accept(OTHER, 666, 40), false);
	});

	it("M2, L13: stays with a source that changes its SSRC", () => {
		const lock = new SourceLock(PHONE, 4000);
		lock.accept(PHONE, 4000, 0);
		equal(lock.accept(PHONE, 4000, 20), true);
	});

	it("lets the same peer go on from another port after five seconds of silence", () => {
		const lock = new SourceLock("10.0.0.2", 4000);
		lock.accept(PHONE, 40000, 0);
		equal(lock.accept(PHONE, 40001, 4999), false);
		equal(lock.accept(PHONE, 40001, 5000), true);
		equal(lock.accept("10.0.0.2", 4002, 5001), false);
		equal(lock.accept("10.0.0.2", 4002, 10000), true);
		equal(sends(lock), "10.0.0.2:4002");
	});

	it("A1: follows a re-INVITE to another address, past stragglers of the old one", () => {
		const lock = new SourceLock(PHONE, 4000);
		lock.accept(PHONE, 4000, 0);
		lock.relock("192.0.2.50", 6000, 1000);
		equal(sends(lock), "192.0.2.50:6000");
		equal(lock.accept(PHONE, 4000, 1020), false);
		equal(lock.accept("192.0.2.51", 6000, 1040), true, "behind address translation");
		equal(sends(lock), "192.0.2.51:6000");
	});

	it("takes the old source again when nobody else comes", () => {
		const lock = new SourceLock(PHONE, 4000);
		lock.accept(PHONE, 4000, 0);
		lock.relock(PHONE, 4002, 1000);
		equal(lock.accept(PHONE, 4000, 1999), false);
		equal(lock.accept(PHONE, 4000, 2000), true);
	});

	it("keeps the source through a re-INVITE that moves nothing", () => {
		const lock = new SourceLock("10.0.0.2", 4000);
		lock.accept(PHONE, 40000, 0);
		lock.relock("10.0.0.2", 4000, 1000);
		equal(lock.accept(PHONE, 40000, 1020), true);
	});

	it("relocks before anything is heard", () => {
		const lock = new SourceLock(PHONE, 4000);
		lock.relock(PHONE, 4002, 0);
		equal(lock.accept(PHONE, 4000, 20), true);
		equal(lock.accept(PHONE, 4002, 40), true);
	});
});
