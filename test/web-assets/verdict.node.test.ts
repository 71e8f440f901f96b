import { deepEqual, equal } from "node:assert/strict";
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

	get verdict(): unknown[] {
		// As it goes over the wire.
		const status: Status = JSON.parse(JSON.stringify(this.house.doorbell.status));
		return verdict(status, this.watch.conversations).map(({ good, said }) => [good, toldWhole(said)]);
	}
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
		const [finding] = verdict({ ...status, registration } as Status, page.watch.conversations);
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
