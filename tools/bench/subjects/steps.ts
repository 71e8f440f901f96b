import type { Hash } from "../../../modules/auth/digest.ts";
import { DigestClient } from "../../../modules/auth/digest-client.ts";
import { Connection } from "../../../modules/http/connection.ts";
import type { Handler } from "../../../modules/http/exchange.ts";
import type { TextCodec } from "../../../modules/http/outgoing.ts";
import { parseDescription } from "../../../modules/sdp/description.ts";
import { parseMessage } from "../../../modules/sip/message.ts";
import { Trace } from "../../../modules/sip/trace.ts";
import { CHROMIUM, CHROMIUM_API } from "../../../test/http/chromium.ts";
import { stage } from "../../../test/web/stage.ts";
import { CORPUS } from "../corpus.ts";
import { emptyFacts } from "./facts.ts";
import type { Operation } from "./operation.ts";
import { read } from "./reading-doorbell.ts";
import {
	DESCRIPTION_STEP,
	DIGEST_STEP,
	FIELDS_STEP,
	INVITE_STEP,
	PAGE_STEP,
	STATUS_STEP,
	TRACE_STEP,
} from "./step-names.ts";

/** Requests of one page that are ready, each with its proof; nobody measures more of them. */
const REQUESTS = 4;
const AUTHORIZATION = /^Authorization: .*$/m;
const CHALLENGE = /^WWW-Authenticate: (.*)\r$/m;
const CHALLENGES = /^WWW-Authenticate: (.*)\r$/gm;
/** Bytes that TCP takes at a time. */
const SEGMENT = 1_436;

/** The hash functions of the board are native, and are not ours to measure. */
const hash: Hash = (algorithm) => (algorithm === "MD5" ? HASH_OF_32 : HASH_OF_64);
const HASH_OF_32 = "0123456789abcdef0123456789abcdef";
const HASH_OF_64 = `${HASH_OF_32}${HASH_OF_32}`;

/** Native on the board, too. */
const text: TextCodec = {
	encode: (words) => new Uint8Array(ArrayBuffer.fromString(words)),
	decode: (bytes) => xs.decode(bytes),
};

function invite(): Operation[] {
	const { text } = CORPUS.find(({ name }) => name === "INVITE with SDP")!;
	const facts = emptyFacts();
	const trace = new Trace();
	const local = { address: "192.168.178.44", port: 5_060 };
	const remote = { address: "192.168.178.1", port: 5_060 };
	return [
		{ name: INVITE_STEP, run: () => void parseMessage(text, text.length) },
		{ name: FIELDS_STEP, run: () => read(text, facts) },
		{
			name: DESCRIPTION_STEP,
			run() {
				read(text, facts);
				parseDescription(facts.body);
			},
		},
		{
			name: TRACE_STEP,
			run: () => trace.add({ time: 1_795_277_305_000, at: 90_000, direction: "received", local, remote, text }),
		},
	];
}

function digest(): Operation {
	const challenge = CHALLENGE.exec(CORPUS.find(({ name }) => name.startsWith("401"))!.text)![1]!;
	const client = new DigestClient({ hash, token: () => "bd2f9c1fa9ab88f2" });
	const request = { username: "phone1", password: "secret", method: "REGISTER", uri: "sip:door.test" };
	return {
		name: DIGEST_STEP,
		run() {
			client.challenge([challenge]);
			client.authorize(request);
		},
	};
}

/** As the page's files are: compressed, with a tag by which the browser knows them again. */
const FILE = Object.freeze({
	type: "text/html; charset=utf-8",
	etag: '"0123456789abcdef"',
	bytes: new Uint8Array(1_000),
});

/** From the bytes of a request to those of its answer. */
function request(name: string, handler: Handler, requests: readonly Uint8Array[]): Operation {
	const connection = new Connection({ handler, address: "192.0.2.7", text, now: 0 });
	let next = 0;
	let answer: Uint8Array | undefined;
	const run = () => {
		connection.receive(requests[next++ % requests.length]!, 0);
		answer = connection.write(SEGMENT, 0);
		while (connection.pending) connection.write(SEGMENT, 0);
	};
	run();
	if (!answer || xs.decode(answer).slice(9, 12) !== "200") throw new Error(`${name}: not answered with 200`);
	return { name, run };
}

function page(): Operation {
	return request(PAGE_STEP, stage({ files: { file: () => FILE } }).api, [text.encode(CHROMIUM)]);
}

function status(): Operation {
	const house = stage({ password: "correct horse", hash, text });
	const client = new DigestClient({ hash, token: () => "f2wE4q74E6zIJEtWaHKaf5wv" });
	const refusal = house.client().open("/api/status", { host: "192.168.178.40" });
	client.challenge([...(refusal.fields ?? "").matchAll(CHALLENGES)].map(([, value]) => value!));
	const login = { username: "admin", password: "correct horse", method: "GET", uri: "/api/status" };
	const requests = Array.from({ length: REQUESTS }, () =>
		text.encode(CHROMIUM_API.replace(AUTHORIZATION, () => `Authorization: ${client.authorize(login)}`)),
	);
	return request(STATUS_STEP, house.api, requests);
}

export const operations = (): readonly Operation[] => [...invite(), digest(), page(), status()];
