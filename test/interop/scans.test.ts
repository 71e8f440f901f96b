import { deepEqual, equal, ok } from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startBaresip } from "./baresip.ts";
import { DOORBELL_TONE, type Doorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { PHONE_TONE } from "./household.ts";
import { startKamailio } from "./kamailio.ts";
import { saysTone } from "./listening.ts";
import { ask, PATH, Program } from "./processes.ts";
import { atEnd, makeFolder } from "./stage.ts";

/** The PBX and the phone of the house; whoever comes from elsewhere is no part of it. */
const HOUSE = "127.0.0.1/32";
const STRANGER = "203.0.113.9";
const EXTENSIONS = 2_000;
/** Probes sent at a time, and the milliseconds until the next. */
const BATCH = 50;
const PACE = 10;

/** What an own scanner sends to one extension after the other. */
const SWEEPS: Readonly<Record<string, (extension: number, target: string) => string>> = {
	OPTIONS: (extension, target) => probe("OPTIONS", extension, target, "friendly-scanner"),
	REGISTER: (extension, target) => probe("REGISTER", extension, target, "sipvicious"),
	INVITE: (extension, target) => probe("INVITE", extension, target, "sipcli/v1.8"),
	"INVITE under a common name": (extension, target) => probe("INVITE", extension, target, "Linphone/5.2"),
	BYE: (extension, target) => probe("BYE", extension, target, "nobody"),
};

function probe(method: string, extension: number, target: string, agent: string): string {
	return [
		`${method} sip:${extension}@${target} SIP/2.0`,
		`Via: SIP/2.0/UDP ${STRANGER}:5060;branch=z9hG4bK-${method}-${extension}-${agent.length};rport`,
		"Max-Forwards: 70",
		`From: "${agent}" <sip:${extension}@${target}>;tag=${extension}`,
		`To: <sip:${extension}@${target}>${method === "BYE" ? ";tag=1" : ""}`,
		`Call-ID: ${extension}-${agent.length}@${STRANGER}`,
		`CSeq: 1 ${method}`,
		`Contact: <sip:${extension}@${STRANGER}>`,
		`User-Agent: ${agent}`,
		"Content-Length: 0",
		"",
		"",
	].join("\r\n");
}

/** A socket at an address, and all that comes to it. */
async function open(address: string): Promise<{ readonly socket: Socket; readonly received: string[] }> {
	const socket = createSocket("udp4");
	const received: string[] = [];
	socket.on("message", (message) => received.push(message.toString()));
	socket.bind(0, address);
	await once(socket, "listening");
	atEnd(() => {
		socket.close();
	});
	return { socket, received };
}

async function sweep(socket: Socket, doorbell: Doorbell, write: (extension: number, target: string) => string) {
	const port = doorbell.appliance.settings["sip.port"];
	for (let extension = 100; extension < 100 + EXTENSIONS; extension++) {
		socket.send(write(extension, doorbell.address), port, "127.0.0.1");
		if (extension % BATCH === 0) await pause(PACE);
	}
}

/** Runs a scanner to its end, or for so many seconds, in a folder of its own; what it thinks of the silence does not matter. */
async function scan(seconds: number, command: string, ...parameters: readonly string[]): Promise<string> {
	const folder = makeFolder(command);
	const limited = [`${seconds}`, command, ...parameters];
	const program = new Program({ command: "timeout", arguments: limited, folder, isReady: () => true });
	await program.exited;
	return folder;
}

/** All that a scanner has written. */
function written(folder: string): string {
	return readdirSync(folder)
		.map((name) => readFileSync(join(folder, name), "latin1"))
		.join("\n");
}

/** A doorbell at a PBX that talks with a phone behind it. */
async function talking() {
	// This network is the test's own: nobody else has that address.
	await ask("ip", "address", "replace", `${STRANGER}/32`, "dev", "lo");
	const kamailio = await startKamailio();
	const phone = await startBaresip({
		user: "phone1",
		answer: "auto",
		tone: PHONE_TONE,
		registrar: kamailio.address,
	});
	const settings = { "button.1.targets": "phone1", "door.code": "12#", "sip.networks": HOUSE } as const;
	const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address, settings });
	await doorbell.press();
	await doorbell.waitForState("CONNECTED");
	await doorbell.hear(PHONE_TONE);
	return { doorbell, phone };
}

/** How the call goes on: no packet was lost, both directions flow, and the door still opens. */
async function isUndisturbed(doorbell: Doorbell, phone: Awaited<ReturnType<typeof startBaresip>>): Promise<void> {
	equal(doorbell.appliance.state, "CONNECTED");
	const before = doorbell.appliance.status.call!.statistics!;
	const { sent, received } = { ...before };
	await pause(1_000);
	const after = doorbell.appliance.status.call!.statistics!;
	ok(
		after.received - received >= 40 && after.sent - sent >= 40,
		`${after.received - received} in, ${after.sent - sent} out`,
	);
	equal(after.lost, 0);
	await doorbell.hear(PHONE_TONE);
	for (const key of ["1", "2", "#"]) await phone.digit(key);
	await doorbell.waitForLine("[INFO] Door opened by a code from the phone");
	await phone.hangup();
	await doorbell.waitForState("REGISTERED");
	ok(saysTone(await phone.recording(), DOORBELL_TONE));
}

describe("Scans during a call", function () {
	this.timeout(60_000);

	it("sweeps over extensions by OPTIONS, REGISTER, INVITE and BYE draw no answer", async () => {
		const { doorbell, phone } = await talking();
		const { socket, received } = await open(STRANGER);
		const seen = doorbell.messages.length;
		const heap = process.memoryUsage().heapUsed;
		for (const write of Object.values(SWEEPS)) await sweep(socket, doorbell, write);
		deepEqual(received, []);
		// Nothing of it was even read.
		ok(doorbell.messages.length - seen < 20, `${doorbell.messages.length - seen} messages`);
		ok(process.memoryUsage().heapUsed - heap < 50e6);
		await isUndisturbed(doorbell, phone);
		deepEqual(received, []);
	});

	it("a scanner in the house that says its name draws none either", async () => {
		const { doorbell, phone } = await talking();
		// The address of the PBX itself, from which all is read.
		const { socket, received } = await open("127.0.0.1");
		for (const name of ["OPTIONS", "REGISTER", "INVITE"]) await sweep(socket, doorbell, SWEEPS[name]!);
		deepEqual(received, []);
		await isUndisturbed(doorbell, phone);
	});

	it("a flood from the house is cut off, told once, and does not reach the call", async () => {
		const { doorbell, phone } = await talking();
		doorbell.appliance.configure({ "sip.networks": STRANGER });
		const { socket, received } = await open(STRANGER);
		await sweep(socket, doorbell, (extension, target) => probe("OPTIONS", extension, target, "nobody"));
		ok(received.length > 0 && received.length <= 200, `${received.length} answers`);
		const told = doorbell.lines.filter((line) => line.includes("Too many messages"));
		deepEqual(told, [`[ERROR] Too many messages from ${STRANGER} were ignored`]);
		await isUndisturbed(doorbell, phone);
	});

	it("sipsak draws no answer", async function () {
		if (!PATH.split(":").some((folder) => existsSync(join(folder, "sipsak")))) {
			console.log("sipsak is missing: apt-get install sipsak");
			this.skip();
		}
		const { doorbell, phone } = await talking();
		// Who calls an address of the machine itself sends from there.
		const uri = `sip:100@${STRANGER}:${doorbell.appliance.settings["sip.port"]}`;
		const seen = doorbell.messages.length;
		const ignored = doorbell.ignored;
		for (const mode of [["-vvv"], ["-U", "-vvv", "-b", "100", "-e", "120"], ["-F"], ["-R", "-t", "20"]]) {
			const output = written(await scan(3, "sipsak", ...mode, "-s", uri));
			ok(!/^SIP\/2\.0 \d/m.test(output), output);
		}
		ok(doorbell.ignored > ignored, "sipsak sent nothing");
		ok(doorbell.messages.length - seen < 20, `${doorbell.messages.length - seen} messages`);
		await isUndisturbed(doorbell, phone);
	});

	it("SIPp draws no answer", async () => {
		const { doorbell, phone } = await talking();
		const options = ["-sn", "uac", "-i", STRANGER, "-m", "200", "-r", "100", "-nostdin", "-trace_msg"];
		const folder = await scan(6, "sipp", ...options, "-message_file", "messages.log", doorbell.address);
		const messages = written(folder);
		ok(messages.includes("message sent"), messages);
		ok(!messages.includes("message received"), messages);
		await isUndisturbed(doorbell, phone);
	});
});
