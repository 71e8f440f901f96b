import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { TRACE_LIMIT, TRACED_MESSAGE_LIMIT, Trace, type TracedMessage } from "../../modules/sip/trace.ts";

const LOCAL = { address: "192.168.178.40", port: 5060 };
const REMOTE = { address: "192.168.178.1", port: 5060 };

function message(text: string, at = 0): Omit<TracedMessage, "id"> {
	return { time: 1_767_225_600_000 + at, at, direction: "sent", local: LOCAL, remote: REMOTE, text };
}

/** A trace with these messages, oldest first. */
function trace(texts: readonly string[], size?: number): Trace {
	const made = new Trace(size);
	texts.forEach((text, at) => {
		made.add(message(text, at));
	});
	return made;
}

function all(kept: Trace, id = 0): TracedMessage[] {
	const found: TracedMessage[] = [];
	for (let next = kept.after(id); next; next = kept.after(next.id)) found.push(next);
	return found;
}

/** What is kept of one message. */
function shown(text: string): string {
	const kept = trace([text]).after(0)!.text;
	equal(kept.length, text.length);
	return kept;
}

describe("SIP trace", () => {
	it("numbers messages from 1 and gives them back whole", () => {
		const kept = trace(["OPTIONS sip:a SIP/2.0\r\n\r\n"]);
		deepEqual(kept.after(0), { id: 1, ...message("OPTIONS sip:a SIP/2.0\r\n\r\n") });
		equal(kept.after(1), undefined);
		equal(kept.last, 1);
		equal(new Trace().last, 0);
	});

	it("keeps a message without a time of day, and one with tabulators in it", () => {
		const kept = new Trace();
		const odd: Omit<TracedMessage, "id"> = {
			...message("A\tB\r\n\tC\r\n\r\n"),
			time: undefined,
			direction: "received",
		};
		kept.add(odd);
		deepEqual(kept.after(0), { id: 1, ...odd });
	});

	it("keeps IPv6 addresses", () => {
		const kept = new Trace();
		const message6 = { ...message("x"), remote: { address: "fd00::1", port: 5070 } };
		kept.add(message6);
		deepEqual(kept.after(0), { id: 1, ...message6 });
	});

	it("drops the oldest messages beyond its size, and keeps the newest in any case", () => {
		const kept = trace(["a".repeat(500), "b".repeat(500), "c".repeat(500)], 1_200);
		deepEqual(
			all(kept).map(({ id, text }) => `${id}${text[0]}`),
			["2b", "3c"],
		);
		equal(kept.last, 3);
		equal(all(trace(["x".repeat(500)], 100)).length, 1);
	});

	it("drops the oldest messages beyond its number", () => {
		const kept = trace(
			Array.from({ length: TRACE_LIMIT + 5 }, (_, index) => `${index}`),
			1_000_000,
		);
		equal(all(kept).length, TRACE_LIMIT);
		equal(kept.after(0)?.id, 6);
	});

	it("cuts a message that is longer than any of ours", () => {
		equal(trace(["x".repeat(TRACED_MESSAGE_LIMIT + 1)]).after(0)?.text.length, TRACED_MESSAGE_LIMIT);
	});
});

describe("SIP trace: secrets", () => {
	it("blots out the proof of a password, at its length", () => {
		for (const name of ["Authorization", "Proxy-Authorization", "authorization ", "AUTHORIZATION", "AuthoriZation"]) {
			const text = `REGISTER sip:a SIP/2.0\r\n${name}: Digest username="door", response="0123456789abcdef", uri="sip:a"\r\n\r\n`;
			match(shown(text), /username="door", response="x{16}", uri="sip:a"/);
		}
		for (const proof of ["response = abc123,x=y", "Response=\r\n abc123"])
			doesNotMatch(shown(`X a SIP/2.0\r\nAuthorization: Digest ${proof}\r\n\r\n`), /abc123/);
	});

	it("leaves alone what is no credential", () => {
		const text = 'MESSAGE sip:a SIP/2.0\r\nSubject: response="yes"\r\n\r\nresponse=5';
		equal(shown(text), text);
	});

	it("blots out keys in INFO", () => {
		const head = "INFO sip:a SIP/2.0\r\nCSeq: 5 INFO\r\nContent-Type: application/dtmf";
		equal(shown(`${head}-relay\r\n\r\nSignal=5\r\nDuration=160\r\n`).slice(-24), "Signal=x\r\nDuration=160\r\n");
		ok(shown(`${head}-relay\r\n\r\nsignal = 11\r\n`).endsWith("signal = xx\r\n"));
		ok(shown(`${head}\r\n\r\n7`).endsWith("\r\n\r\nx"));
		ok(shown(`${head}\r\n\r\n#`).includes("CSeq: 5 INFO"));
		equal(shown(`${head}\r\n`), `${head}\r\n`);
	});

	it("blots out keys however the header is written", () => {
		for (const type of [
			"c: application/dtmf",
			"CONTENT-TYPE : APPLICATION/DTMF",
			"Content-Type:\r\n application/Dtmf-relay",
		])
			ok(shown(`INFO sip:a SIP/2.0\r\n${type}\r\n\r\nSignal=7\r\n`).endsWith("Signal=x\r\n"), type);
		ok(shown("INFO sip:a SIP/2.0\nc: application/dtmf\n\n7").endsWith("\n\nx"));
	});
});
