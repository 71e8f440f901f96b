import { deepEqual, equal } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stage } from "./stage.ts";

const MISSING = spawnSync("tshark", ["--version"]).error !== undefined;

const REGISTER = [
	"REGISTER sip:pbx.test SIP/2.0",
	"Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK1",
	"From: <sip:620@pbx.test>;tag=1",
	"To: <sip:620@pbx.test>",
	"Call-ID: 1@192.0.2.7",
	"CSeq: 1 REGISTER",
	"Max-Forwards: 70",
	"Subject: Tür",
	"Content-Length: 0",
	"",
	"",
].join("\r\n");

describe("Trace as a capture file, read by tshark", () => {
	it(`has the messages as SIP and nothing to complain of${MISSING ? " (NOT RUN: install tshark)" : ""}`, function () {
		if (MISSING) this.skip();
		const { device, client } = stage();
		const ends = { local: { address: "192.0.2.7", port: 5060 }, remote: { address: "192.0.2.1", port: 5070 } };
		const reply = REGISTER.replace("REGISTER sip:pbx.test SIP/2.0", "SIP/2.0 200 OK");
		device.trace.add({ ...ends, time: undefined, at: 1500, direction: "sent", text: REGISTER });
		device.trace.add({ ...ends, time: 1_767_225_600_123, at: 1530, direction: "received", text: reply });
		const folder = mkdtempSync(join(tmpdir(), "doorbell-"));
		try {
			const file = join(folder, "trace.pcap");
			writeFileSync(file, client().ask("GET /api/trace.pcap").bytes ?? "");
			const fields = [
				"frame.time_epoch",
				"ip.src",
				"udp.dstport",
				"sip.CSeq.method",
				"sip.Subject",
				"ip.checksum.status",
			];
			const packets = run(
				"tshark",
				["-o", "ip.check_checksum:TRUE", "-r", file, "-Y", "sip", "-T", "fields"].concat(
					fields.flatMap((field) => ["-e", field]),
				),
			);
			deepEqual(packets.split("\n"), [
				"1.500000000\t192.0.2.7\t5070\tREGISTER\tTür\t1",
				"1767225600.123000000\t192.0.2.1\t5060\tREGISTER\tTür\t1",
				"",
			]);
			equal(run("tshark", ["-r", file, "-Y", "_ws.malformed or _ws.expert.severity >= 0x600000"]), "");
			const summary = run("capinfos", [file]);
			equal(
				/^Number of packets:\s+2$/m.test(summary) && /^File encapsulation:\s+Raw IP$/m.test(summary),
				true,
				summary,
			);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

/** What a program prints; its complaints fail the test. */
function run(command: string, parameters: readonly string[]): string {
	const { stdout, stderr, status } = spawnSync(command, parameters, { encoding: "utf8" });
	const complaints = stderr.replace(/^Running as user .*\n/gm, "");
	deepEqual([status, complaints], [0, ""]);
	return stdout;
}
