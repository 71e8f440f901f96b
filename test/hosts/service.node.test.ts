import { createSocket, type Socket } from "node:dgram";
import { Resolver } from "node:dns";
import type { AddressInfo } from "node:net";
import { lookUpService } from "../../hosts/node/network.ts";
import { playInRealTime } from "./real-time.ts";
import { serviceContract } from "./service-contract.ts";

const RECORDS = [
	{ priority: 10, weight: 5, port: 5060, target: "a.pbx.test" },
	{ priority: 20, weight: 0, port: 5070, target: "b.pbx.test" },
];
const SRV = 33;
const NAME_ERROR = 3;
const REFUSED = 5;

/** A name as DNS writes it (RFC 1035 §3.1). */
function nameBytes(name: string): Buffer {
	const labels = name.split(".").map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
	return Buffer.concat([...labels, Buffer.of(0)]);
}

function record({ priority, weight, port, target }: (typeof RECORDS)[number]): Buffer {
	const data = Buffer.concat([Buffer.alloc(6), nameBytes(target)]);
	for (const [index, value] of [priority, weight, port].entries()) data.writeUInt16BE(value, 2 * index);
	const head = Buffer.alloc(12);
	// The name is that of the question.
	for (const [index, value] of [0xc00c, SRV, 1, 0, 60, data.length].entries()) head.writeUInt16BE(value, 2 * index);
	return Buffer.concat([head, data]);
}

/** What a small name server answers: two servers of one service, and a different nothing for other names; else silence. */
function reply(question: Buffer): Buffer | undefined {
	const text = question.toString("latin1");
	if (text.includes("silent")) return undefined;
	const code = text.includes("refused") ? REFUSED : text.includes("nobody") ? NAME_ERROR : 0;
	const records = text.includes("\x03pbx") ? RECORDS.map(record) : [];
	const end = question.indexOf(0, 12) + 5;
	const header = Buffer.from(question.subarray(0, 12));
	header.writeUInt16BE(0x8180 | code, 2);
	header.writeUInt16BE(records.length, 6);
	header.writeUInt32BE(0, 8);
	return Buffer.concat([header, question.subarray(12, end), ...records]);
}

describe("Network of Node: services", () => {
	let server: Socket;
	let resolver: Resolver;

	before((done) => {
		server = createSocket("udp4", (question, { address, port }) => {
			const answer = reply(question);
			if (answer) server.send(answer, port, address);
		});
		server.bind(0, "127.0.0.1", () => {
			resolver = new Resolver({ timeout: 50, tries: 1 });
			resolver.setServers([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
			done();
		});
	});

	after(() => server.close());

	for (const { title, steps } of serviceContract) {
		it(title, () =>
			playInRealTime(
				steps({
					network: { service: (options) => lookUpService(resolver, options) },
					known: { name: "_sip._udp.pbx.test", records: RECORDS },
					absent: ["_sip._udp.nobody.test", "_sip._udp.empty.test"],
					failing: ["_sip._udp.silent.test", "_sip._udp.refused.test", "", "no name", "x".repeat(300)],
				}),
			),
		);
	}
});
