import { deepEqual, equal } from "node:assert/strict";
import { utf8 } from "../../simulator/utf8.ts";
import type { Line } from "../../web-assets/log/lines.ts";
import type { Status } from "../../web-assets/model.ts";
import { toldWhole } from "../../web-assets/why/told.ts";
import { verdict } from "../../web-assets/why/verdict.ts";
import { House, type HouseOptions } from "../simulator/house.ts";
import { Watch } from "./watch.ts";

/** What the page says of a doorbell after a while. */
class Page {
	readonly house: House;
	readonly watch: Watch;

	constructor(options?: HouseOptions) {
		this.house = new House(options);
		this.watch = new Watch(this.house.clock, this.house.doorbell);
		this.watch.wait(1_000);
	}

	/** As the page keeps them. */
	get lines(): readonly Line[] {
		const { log } = this.house.doorbell;
		const lines: Line[] = [];
		for (let entry = log.after(0); entry; entry = log.after(entry.id)) lines.push({ ...entry, time: null, boot: "b" });
		return lines;
	}

	get verdict(): unknown[] {
		// As it goes over the wire.
		const status: Status = JSON.parse(JSON.stringify(this.house.doorbell.status));
		return verdict(status, this.watch.conversations, this.lines).map(({ good, said }) => [good, toldWhole(said)]);
	}
}

function isRinging(datagram: Uint8Array): boolean {
	return utf8.decode(datagram).startsWith("SIP/2.0 18");
}

describe("Verdict of the control page", () => {
	it("says that all is well", () => {
		deepEqual(new Page().verdict, [[true, "All is well: the doorbell is registered"]]);
	});

	it("says that no PBX is entered", () => {
		deepEqual(new Page({ settings: { "sip.registrar": "" } }).verdict, [[undefined, "No phone system is entered"]]);
	});

	it("says that the doorbell was told to disconnect", () => {
		const page = new Page();
		page.house.doorbell.disconnect();
		page.watch.wait(1_000);
		deepEqual(page.verdict, [[undefined, "Disconnected: press Connect to SIP"]]);
	});

	it("says what the messages tell of a failed registration", () => {
		deepEqual(new Page({ settings: { "sip.password": "wrong" } }).verdict, [
			[false, "The PBX says the password is wrong"],
		]);
		const page = new Page({ settings: { "sip.registrar": "192.168.1.77" } });
		deepEqual(page.verdict, [[undefined, "The doorbell is registering"]]);
		page.watch.wait(33_000);
		deepEqual(page.verdict, [[false, "Nothing answers at 192.168.1.77: is the address right?"]]);
	});

	it("says what no message tells", () => {
		deepEqual(new Page({ settings: { "sip.registrar": "nowhere.example" } }).verdict, [
			[false, "The name of the PBX cannot be resolved: is it spelled right?"],
		]);
		// What the doorbell itself knows better than its messages do.
		const page = new Page({ settings: { "sip.password": "wrong" } });
		const { status } = page.house.doorbell;
		const registration = { state: "ERROR", expiresIn: 0, lastError: "the network is down" };
		const [finding] = verdict({ ...status, registration } as Status, page.watch.conversations, []);
		equal(toldWhole(finding!.said), "The network is down");
	});

	it("tells of the last call, when that went wrong", () => {
		const page = new Page({ settings: { "button.1.targets": "**7" } });
		page.house.doorbell.press(1);
		page.watch.wait(1_000);
		deepEqual(page.verdict, [
			[true, "All is well: the doorbell is registered"],
			[false, "There is no **7"],
		]);
		page.house.doorbell.call("**610");
		page.watch.wait(500);
		page.house.phone(1).answer();
		page.watch.wait(500);
		deepEqual(page.verdict, [[true, "All is well: the doorbell is registered"]]);
		page.house.doorbell.hangUp();
		page.watch.wait(500);
		deepEqual(page.verdict, [[true, "All is well: the doorbell is registered"]]);
	});

	it("says that the second PBX has taken over", () => {
		const page = new Page({ settings: { "sip.registrar": "192.168.1.77", "sip.backup": "192.168.1.1:5070" } });
		page.watch.wait(40_000);
		deepEqual(page.verdict, [
			[undefined, "192.168.1.77 does not answer: the doorbell is registered at 192.168.1.1:5070"],
		]);
	});

	it("says that a phone is not registered at the doorbell", () => {
		const page = new Page({ settings: { "sip.registrar": "", "phones.password": "four words are easy" } });
		page.house.doorbell.call("anna");
		page.watch.wait(500);
		deepEqual(page.verdict, [
			[undefined, "No phone system is entered"],
			[false, "Anna is not registered at the doorbell"],
		]);
	});

	it("says that nobody shows a sign of ringing", () => {
		// The PBX takes the call; whatever it says of the phones is lost.
		const page = new Page({ rule: ({ bytes }) => (isRinging(bytes) ? "drop" : undefined) });
		page.house.ring();
		page.watch.wait(10_000);
		deepEqual(page.verdict, [
			[true, "All is well: the doorbell is registered"],
			[false, "No sign of ringing from **9 within 8 s"],
		]);
	});

	it("hears when no sound arrives", () => {
		// Only SIP gets through.
		const page = new Page({ rule: ({ to, from }) => (to.port === 5070 || from.port === 5070 ? undefined : "drop") });
		page.house.ring();
		page.house.phone(1).answer();
		page.watch.wait(6_000);
		deepEqual(page.verdict, [
			[true, "All is well: the doorbell is registered"],
			[false, "No sound arrives: is a firewall between?"],
		]);
	});
});
