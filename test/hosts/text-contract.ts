import { deepEqual, equal } from "node:assert/strict";
import type { Text } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

const SAME: readonly (readonly [string, readonly number[]])[] = [
	["", []],
	["INVITE sip:door@192.0.2.1", Array.from("INVITE sip:door@192.0.2.1", (letter) => letter.codePointAt(0) ?? 0)],
	["T\u00fcr \u00df", [0x54, 0xc3, 0xbc, 0x72, 0x20, 0xc3, 0x9f]],
	["\u0000\u007f\u0080\u07ff", [0x00, 0x7f, 0xc2, 0x80, 0xdf, 0xbf]],
	[
		"\u0800\u20ac\ud7ff\ue000\uffff",
		[0xe0, 0xa0, 0x80, 0xe2, 0x82, 0xac, 0xed, 0x9f, 0xbf, 0xee, 0x80, 0x80, 0xef, 0xbf, 0xbf],
	],
	["\u{10000}\u{1f514}\u{10ffff}", [0xf0, 0x90, 0x80, 0x80, 0xf0, 0x9f, 0x94, 0x94, 0xf4, 0x8f, 0xbf, 0xbf]],
	["\ufeffmark", [0xef, 0xbb, 0xbf, 0x6d, 0x61, 0x72, 0x6b]],
];

/** What is not UTF-8, and what it reads as; "?" stands for U+FFFD. */
const BROKEN: readonly (readonly [readonly number[], string])[] = [
	[[0x80], "?"],
	[[0x61, 0xff, 0x62], "a?b"],
	[[0xc0, 0x80], "??"],
	[[0xc3], "?"],
	[[0xc3, 0x28], "?("],
	[[0xe2, 0x82], "?"],
	[[0xe2, 0x82, 0x41], "?A"],
	[[0xe0, 0x80, 0x80], "???"],
	[[0xed, 0xa0, 0x80], "???"],
	[[0xf0, 0x80, 0x80, 0x80], "????"],
	[[0xf0, 0x9f, 0x94], "?"],
	[[0xf0, 0x9f, 0x94, 0xc3, 0xbc], "?\u00fc"],
	[[0xf4, 0x90, 0x80, 0x80], "????"],
	[[0xf8, 0x88, 0x80, 0x80, 0x80], "?????"],
];

export const textContract: readonly Fact<{ readonly text: Text }>[] = [
	{
		title: "encodes and decodes each length of character",
		steps({ text }) {
			for (const [string, bytes] of SAME) {
				deepEqual(Array.from(text.encode(string)), bytes);
				equal(text.decode(Uint8Array.from(bytes)), string);
				equal(text.decode(Uint8Array.from(bytes).buffer), string);
			}
			return [];
		},
	},
	{
		title: "decodes a view into a buffer",
		steps({ text }) {
			equal(text.decode(Uint8Array.of(0x61, 0x62, 0x63, 0x64).subarray(1, 3)), "bc");
			return [];
		},
	},
	{
		title: "reads what is not UTF-8 as U+FFFD",
		steps({ text }) {
			for (const [bytes, marked] of BROKEN) {
				equal(text.decode(Uint8Array.from(bytes)), marked.split("?").join("\ufffd"));
			}
			return [];
		},
	},
	{
		title: "decodes a long text",
		steps({ text }) {
			const long = "Klingel \u{1f514} ".repeat(100);
			equal(text.decode(text.encode(long)), long);
			return [];
		},
	},
];
