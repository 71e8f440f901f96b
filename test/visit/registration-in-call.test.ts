import { equal, ok } from "node:assert/strict";
import { House } from "../simulator/house.ts";

describe("A registration that is due in a call", () => {
	it("E6: neither waits for the sound nor lets it wait, and does not end the call when it fails", () => {
		const house = new House({ pbx: { maximumExpires: 60 } });
		ok(house.talk());
		house.wait(100);
		house.pbx.silent = true;
		house.wait(70_000);
		equal(house.doorbell.state, "CONNECTED");
		ok(house.doorbell.status.registration.lastError.startsWith("the PBX does not answer"));
		const { sent, received, lost } = house.doorbell.status.call!.statistics!;
		ok(sent >= 70 * 50, `${sent} packets sent in 70 s`);
		ok(received >= 70 * 50, `${received} packets received`);
		equal(lost, 0);

		house.pbx.silent = false;
		house.phone(1).hangUp();
		ok(
			house.until(() => house.doorbell.state === "REGISTERED", 240_000),
			"registered again",
		);
	});
});

describe("The first packets of a call", () => {
	it("A2: leave from the advertised port with the 200, and go on while nobody speaks", () => {
		const sent: string[] = [];
		const house = new House();
		house.network.tap = ({ from, bytes }) => {
			if (from.address === house.host.network.address() && bytes.length === 172) sent.push(`${from.port}`);
		};
		ok(house.talk());
		house.host.microphone.source = () => 0;
		house.wait(1_000);
		ok(sent.length >= 50, `${sent.length} packets`);
		ok(sent.every((port) => port === "5004"));
	});
});
