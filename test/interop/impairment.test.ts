import { deepEqual, equal, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Settings } from "../../modules/config/schema.ts";
import { until } from "../support/until.ts";
import { type Baresip, startBaresip } from "./baresip.ts";
import { DOORBELL_TONE } from "./doorbell.ts";
import { type FarDoorbell, startFarDoorbells } from "./far-doorbells.ts";
import type { FarCall } from "./far-messages.ts";
import { PHONE_TONE } from "./household.ts";
import { startKamailio } from "./kamailio.ts";
import { shareWithTone } from "./listening.ts";
import { freePort } from "./ports.ts";
import type { Impairment } from "./relay.ts";

const IMPAIRMENT: Impairment = { loss: 0.2, duplication: 0.05, reordering: 0.05, delay: 200, variation: 80 };
const SEED = process.env.SEED ?? "impairment";

const HOUSES = 10;
const VISITS_PER_HOUSE = 5;
/** What they talk at least, and how long the line takes to fall silent after a visit, milliseconds. */
const TALK = 2500;
const SILENCE = 1000;
/** Eleven copies of a request, milliseconds: RFC 3261 gives up after 32 s. */
const PATIENCE = 33_000;
/** Ports for sound of each phone. */
const SOUND_PORTS = 10;
const FIRST_SOUND_PORT = 30_000;
/** The tone stands out of a sound when it is louder than all else together for so much of the time, from 0 to 1. */
const STANDS_OUT = 0.3;
const CODE = "2580";

/** One doorbell, and the phone that it rings. */
interface House {
	readonly number: number;
	readonly doorbell: FarDoorbell;
	readonly phone: Baresip;
}

interface Visit {
	readonly call: FarCall;
	/** How much of what the phone heard, from 0 to 1, has the tone of the doorbell. */
	readonly shareAtPhone: number;
}

/** A visit from the press or the dial to the end of the call; each house has them in turn. */
const VISITS: readonly ((house: House) => Promise<string>)[] = [
	async (house) => {
		await ring(house);
		await openDoor(house);
		await house.phone.hangup();
		return "the other side hung up";
	},
	async (house) => {
		await ring(house);
		await pause(TALK);
		house.doorbell.hangUp();
		return "hung up at the door";
	},
	async (house) => {
		await dial(house);
		await openDoor(house);
		await house.phone.hangup();
		return "the other side hung up";
	},
	async (house) => {
		await dial(house);
		await pause(TALK);
		house.doorbell.hangUp();
		return "hung up at the door";
	},
];

describe(`A line that loses every fifth datagram, late, twice or out of order (seed ${SEED})`, function () {
	this.timeout(180_000);

	it("D1 D2: 50 visits of 50 end properly, the tone is heard on both sides, and nothing is miscounted", async () => {
		const houses = await build();
		const lives = await Promise.allSettled(houses.map(live));
		const failed = lives.flatMap((life, index) =>
			life.status === "rejected" ? [`house ${index + 1}: ${life.reason}`] : [],
		);
		deepEqual(failed, []);
		const visits = lives.flatMap((life) => (life.status === "fulfilled" ? life.value : []));
		equal(visits.length, HOUSES * VISITS_PER_HOUSE);
		const faint = visits.filter(({ call, shareAtPhone }) => Math.min(call.share, shareAtPhone) < STANDS_OUT);
		deepEqual(faint, []);
	});
});

/** The PBX with all phones on this side of the relay, all doorbells on the other one. */
async function build(): Promise<readonly House[]> {
	const kamailio = await startKamailio({ patience: PATIENCE });
	const numbers = Array.from({ length: HOUSES }, (_, index) => index + 1);
	const phones = await Promise.all(numbers.map((number) => startPhone(number, kamailio.address)));
	const doorbells = await startFarDoorbells({
		seed: SEED,
		impairment: IMPAIRMENT,
		ports: [kamailio.port, ...numbers.flatMap(soundPorts)],
		doorbells: numbers.map((number) => settings(number, kamailio.address)),
	});
	return numbers.map((number, index) => ({ number, doorbell: doorbells[index]!, phone: phones[index]! }));
}

function startPhone(number: number, registrar: string): Promise<Baresip> {
	const ports = soundPorts(number);
	return startBaresip({
		user: `phone${number}`,
		registrar,
		answer: "manual",
		tone: PHONE_TONE,
		soundPorts: [ports[0]!, ports.at(-1)!],
	});
}

function soundPorts(number: number): readonly number[] {
	return Array.from({ length: SOUND_PORTS }, (_, index) => FIRST_SOUND_PORT + number * SOUND_PORTS + index);
}

function settings(number: number, registrar: string): Partial<Settings> {
	const port = freePort();
	return {
		"sip.registrar": registrar,
		"sip.domain": "door.test",
		"sip.user": `bell${number}`,
		"sip.password": `bell${number}-secret`,
		"sip.port": port,
		"rtp.port": port + 2,
		"button.1.targets": `phone${number}`,
		"door.code": CODE,
	};
}

async function live(house: House): Promise<readonly Visit[]> {
	const visits: Visit[] = [];
	for (let index = 0; index < VISITS_PER_HOUSE; index++) {
		const visit = VISITS[(house.number + index) % VISITS.length]!;
		visits.push(await receive(house, visit));
	}
	return visits;
}

/** One visit, and what has to be so after it. */
async function receive({ number, doorbell, phone }: House, visit: (house: House) => Promise<string>): Promise<Visit> {
	await doorbell.waitForState("REGISTERED", PATIENCE);
	doorbell.ledger.clear();
	const { calls } = doorbell;
	const before = calls.length;
	const reason = await visit({ number, doorbell, phone });
	await phone.waitFor("CALL_CLOSED", undefined, PATIENCE);
	await doorbell.waitForState("REGISTERED", PATIENCE);
	await until(() => calls.length > before, PATIENCE, "the doorbell's account of the call");
	await pause(SILENCE);
	const call = calls.at(-1)!;
	equal(call.reason, reason);
	checkCounts(doorbell, call);
	return { call, shareAtPhone: shareWithTone(await phone.recording(), DOORBELL_TONE) };
}

async function ring({ doorbell, phone }: House): Promise<void> {
	doorbell.press();
	await phone.waitFor("CALL_INCOMING", undefined, PATIENCE);
	await phone.accept();
	await connected(doorbell, phone);
}

async function dial({ number, doorbell, phone }: House): Promise<void> {
	await phone.dial(`sip:bell${number}@door.test`);
	await connected(doorbell, phone);
}

async function connected(doorbell: FarDoorbell, phone: Baresip): Promise<void> {
	await doorbell.waitForState("CONNECTED", PATIENCE);
	await phone.waitFor("CALL_ESTABLISHED", undefined, PATIENCE);
}

async function openDoor({ doorbell, phone }: House): Promise<void> {
	const { openings } = doorbell;
	await pause(TALK / 2);
	for (const key of CODE) await phone.digit(key);
	await until(() => doorbell.openings > openings, PATIENCE, "the door opened");
	equal(doorbell.openings, openings + 1);
}

/** The doorbell has counted what the relay has, from the first packet that it counted to the last one. */
function checkCounts({ ledger }: FarDoorbell, { early, statistics }: FarCall): void {
	const { received, lost, duplicate, refused } = statistics;
	deepEqual({ received, lost, duplicate }, ledger.count(early, received));
	equal(refused, 0);
	ok(received > TALK / 50, `${received} packets`);
}
