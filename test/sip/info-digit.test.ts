import { equal } from "node:assert/strict";
import { parseInfoDigit } from "../../modules/sip/info-digit.ts";

const relay = (body: string) => parseInfoDigit("application/dtmf-relay", body);
const plain = (body: string) => parseInfoDigit("application/dtmf", body);

describe("Digit in an INFO request", () => {
	it("L14: is read from application/dtmf-relay as Asterisk sends it", () => {
		equal(relay("Signal=1\r\nDuration=120"), "1");
		equal(relay("Signal=5\r\nDuration=160\r\n"), "5");
	});

	it("is read with other spacing, case, order and line ends", () => {
		equal(relay("Signal= 2\r\nDuration= 160\r\n"), "2");
		equal(relay("signal = #\nduration=100"), "#");
		equal(relay("Duration=160\r\nSignal=*\r\n"), "*");
		equal(parseInfoDigit("Application/DTMF-Relay ; charset=x", "SIGNAL=7"), "7");
	});

	it("A9: may be a name or an event number", () => {
		equal(relay("Signal=10\r\nDuration=100"), "*");
		equal(relay("Signal=11\r\nDuration=100"), "#");
		equal(relay("Signal=star"), "*");
		equal(relay("Signal=Pound"), "#");
		equal(relay("Signal=hash"), "#");
		equal(relay("Signal=asterisk"), "*");
		equal(relay("Signal=12"), "A");
		equal(relay("Signal=15"), "D");
	});

	it("A9: is read from application/dtmf", () => {
		equal(plain("1"), "1");
		equal(plain(" 9\r\n"), "9");
		equal(plain("#"), "#");
		equal(plain("10"), "*");
		equal(plain("11"), "#");
		equal(plain("d"), "D");
		equal(plain("Signal=3\r\n"), "3");
	});

	it("is none when the hook was flashed", () => {
		equal(plain("16"), undefined);
		equal(relay("Signal=16\r\nDuration=100"), undefined);
		equal(relay("Signal=flash"), undefined);
		equal(relay("Signal=!"), undefined);
	});

	it("is none in other bodies", () => {
		equal(parseInfoDigit("", ""), undefined);
		equal(parseInfoDigit("text/plain", "1"), undefined);
		equal(parseInfoDigit("application/media_control+xml", "<x/>"), undefined);
		for (const body of ["", "1", "Signal", "Signal=", "Signal=12345", "Duration=1", "=1", "Signal=é"]) {
			equal(relay(body), undefined, body);
		}
		for (const body of ["", "12 3", "1\r\n2", "E", "-1", "01"]) equal(plain(body), undefined, body);
	});
});
