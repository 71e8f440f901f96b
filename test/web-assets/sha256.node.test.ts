import { equal } from "node:assert/strict";
import { createHash } from "node:crypto";
import { sha256 } from "../../web-assets/sha256.ts";

describe("SHA-256 of the page (FIPS 180-4 §6.2)", () => {
	it("gives the hashes of the standard's examples", () => {
		equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		equal(
			sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		);
	});

	it("gives the hash of Node for texts of every length up to four blocks", () => {
		let text = "";
		for (let length = 0; length < 256; length++) {
			equal(sha256(text), createHash("sha256").update(text).digest("hex"), text);
			text += String.fromCodePoint(33 + ((length * 7919) % 90));
		}
	});

	it("hashes the UTF-8 bytes of a text", () => {
		for (const text of ["Türöffner", "日本", "🔔", "a\ud800b"])
			equal(sha256(text), createHash("sha256").update(Buffer.from(text)).digest("hex"));
	});
});
