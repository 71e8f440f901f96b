/** The real minutes of a soak, as a program: tells how far it is on standard error, and the run as JSON on standard output. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { State } from "../../modules/doorbell/output.ts";
import type { Baresip } from "../../test/interop/baresip.ts";
import { PHONE_TONE, startPhone } from "../../test/interop/household.ts";
import { type Kamailio, startKamailio } from "../../test/interop/kamailio.ts";
import { freePort } from "../../test/interop/ports.ts";
import { clear } from "../../test/interop/stage.ts";
import { until } from "../../test/support/until.ts";
import type { Run, Sample } from "./sample.ts";
import type { News, Order } from "./subject.ts";

const MINUTE = 60_000;
/** Milliseconds for anything to happen; baresip and Kamailio are quick. */
const WITHIN = 15_000;
const TALK = 1_500;
/** Seconds of a registration: it is refreshed all the time. */
const EXPIRES = 60;

/** Rings, talks and opens the door all the time, with Kamailio and baresip, for so many minutes. */
async function soakWithPeers(minutes: number, onProgress: (text: string) => void): Promise<Run> {
	const kamailio = await startKamailio({ maximumExpires: EXPIRES });
	const phone = await startPhone(kamailio, "phone1", PHONE_TONE);
	const subject = await Subject.start(kamailio);
	const samples: Sample[] = [];
	const begin = performance.now();
	let visits = 0;
	for (let minute = 0; minute <= minutes; minute += 1) {
		while (performance.now() - begin < minute * MINUTE) await VISITS[visits++ % VISITS.length]!(subject, phone);
		samples.push({ minute, ...(await subject.measure()) });
		onProgress(`${minute} of ${minutes} minutes, ${visits} visits`);
	}
	await subject.end();
	return { visits, samples };
}

/** The doorbell in its process. */
class Subject {
	readonly address: string;
	readonly #child: ChildProcess;
	#state: State | undefined;
	#opened = 0;
	#measured: Omit<Sample, "minute"> | undefined;

	static async start(kamailio: Kamailio): Promise<Subject> {
		const port = freePort();
		const child = fork(join(__dirname, "subject.ts"), { execArgv: ["-r", "ts-node/register"] });
		const subject = new Subject(child, `127.0.0.1:${port}`);
		await new Promise((resolve, reject) => child.once("message", resolve).once("exit", reject));
		subject.tell({
			type: "start",
			settings: {
				"sip.registrar": kamailio.address,
				"sip.domain": "door.test",
				"sip.user": "bell",
				"sip.password": "bell-secret",
				"sip.expires": EXPIRES,
				"sip.port": port,
				"rtp.port": 0,
				"button.1.targets": "phone1",
				"door.code": "9",
				"call.from": "everyone",
			},
		});
		await subject.reaches("REGISTERED");
		return subject;
	}

	private constructor(child: ChildProcess, address: string) {
		this.#child = child;
		this.address = address;
		child.on("message", (news: News) => this.#hear(news));
	}

	get opened(): number {
		return this.#opened;
	}

	tell(order: Order): void {
		this.#child.send(order);
	}

	async reaches(state: State): Promise<void> {
		await until(() => this.#state === state, WITHIN, `the doorbell ${state}`);
	}

	async opens(count: number): Promise<void> {
		await until(() => this.#opened >= count, WITHIN, "the door opened");
	}

	async measure(): Promise<Omit<Sample, "minute">> {
		this.#measured = undefined;
		this.tell({ type: "measure" });
		return until(() => this.#measured, WITHIN, "a measurement");
	}

	end(): Promise<unknown> {
		this.tell({ type: "end" });
		return new Promise((resolve) => this.#child.once("exit", resolve));
	}

	#hear(news: News): void {
		if (news.type === "state") this.#state = news.state;
		else if (news.type === "door opened") this.#opened += 1;
		else if (news.type === "measured") this.#measured = news.sample;
	}
}

type Visit = (subject: Subject, phone: Baresip) => Promise<void>;

/** What happens, in turn. */
const VISITS: readonly Visit[] = [answered, answeredAndLeft, unanswered, called];

/** Somebody rings, is let in, and the phone hangs up. */
async function answered(subject: Subject, phone: Baresip): Promise<void> {
	await answer(subject, phone);
	await open(subject, phone);
	await phone.hangup();
	await subject.reaches("REGISTERED");
}

/** The doorbell hangs up. */
async function answeredAndLeft(subject: Subject, phone: Baresip): Promise<void> {
	await answer(subject, phone);
	await pause(TALK);
	subject.tell({ type: "hang up" });
	await phone.waitFor("CALL_CLOSED");
	await subject.reaches("REGISTERED");
}

/** The visitor gives up. */
async function unanswered(subject: Subject, phone: Baresip): Promise<void> {
	subject.tell({ type: "press" });
	await phone.waitFor("CALL_INCOMING");
	subject.tell({ type: "hang up" });
	await phone.waitFor("CALL_CLOSED");
	await subject.reaches("REGISTERED");
}

/** The phone calls the door, which answers by itself. */
async function called(subject: Subject, phone: Baresip): Promise<void> {
	await phone.dial("sip:bell@door.test");
	await phone.waitFor("CALL_ESTABLISHED");
	await subject.reaches("CONNECTED");
	await pause(TALK);
	await phone.hangup();
	await subject.reaches("REGISTERED");
}

async function answer(subject: Subject, phone: Baresip): Promise<void> {
	subject.tell({ type: "press" });
	await phone.waitFor("CALL_INCOMING");
	await phone.accept();
	await phone.waitFor("CALL_ESTABLISHED");
	await subject.reaches("CONNECTED");
}

async function open(subject: Subject, phone: Baresip): Promise<void> {
	const { opened } = subject;
	await pause(TALK);
	await phone.digit("9");
	await subject.opens(opened + 1);
}

soakWithPeers(Number(process.argv[2]), (text) => console.error(text))
	.then((run) => console.log(JSON.stringify(run)))
	.finally(() => clear(false))
	.then(
		() => process.exit(),
		(error) => {
			console.error(error);
			process.exit(1);
		},
	);
