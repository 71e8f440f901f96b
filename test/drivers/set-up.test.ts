import { deepEqual, equal, ok } from "node:assert/strict";
import { ARMED_TIME, ARMING_PRESS, RESET_PRESS } from "../../modules/doorbell/arming.ts";
import { DEBOUNCE } from "../../modules/doorbell/button.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { Bell, DOOR } from "./bell.ts";

/** Keys that a doorbell has in its storage after a while. */
const KEYS = ["settings", "admin", "phones", "quiet", "tries", "code.3", "audit.0"];

/** A doorbell with its page and the button inside the case. */
class House {
	readonly clock = new VirtualClock();
	readonly bell: Bell;
	readonly page: PageServer;

	constructor(armed = false) {
		this.bell = new Bell(new MockNetwork({ clock: this.clock }), DOOR);
		this.page = new PageServer({ host: this.bell.host, appliance: this.bell.appliance, port: 80, armed });
		this.clock.advance(1_000);
		this.bell.lines();
	}

	hold(length: number): this {
		this.bell.host.setup.press();
		this.clock.advance(length);
		this.bell.host.setup.release();
		this.clock.advance(100);
		return this;
	}

	/** How often the lamp changes in a second. */
	get blinks(): number {
		const { now } = this.clock;
		this.clock.advance(1_000);
		return this.bell.host.changes("lamp").filter(({ at }) => at > now).length;
	}

	close(): void {
		this.page.close();
		this.bell.appliance.close();
	}
}

describe("Set-up button of a whole doorbell", () => {
	it("arms, and the lamp shows it for ten minutes", () => {
		const house = new House().hold(ARMING_PRESS + DEBOUNCE + 10);
		deepEqual(house.bell.lines(), ["Set-up button held: for ten minutes the page lets anyone set a password"]);
		// 1.5 s on and half a second off: two changes in two seconds, and none of the short blinks of a doorbell without a PBX.
		equal(house.blinks + house.blinks, 2);
		house.clock.advance(ARMED_TIME);
		const { now } = house.clock;
		house.clock.advance(6_000);
		const changes = house.bell.host.changes("lamp").filter(({ at }) => at > now);
		equal(changes.length, 4);
		equal(changes[1]!.at - changes[0]!.at === 100 || changes[2]!.at - changes[1]!.at === 100, true);
		equal(house.bell.host.restarts, 0);
		house.close();
	});

	it("warns with a fast lamp, and forgets everything when it is let go", () => {
		const house = new House();
		const { host } = house.bell;
		for (const key of KEYS) host.storage.write(key, "something");
		host.setup.press();
		house.clock.advance(RESET_PRESS + DEBOUNCE + 10);
		ok(house.blinks >= 18);
		deepEqual(house.bell.lines(), [
			"Set-up button held: for ten minutes the page lets anyone set a password",
			"Set-up button held on: when it is let go now, all settings are forgotten",
		]);
		host.setup.release();
		house.clock.advance(5_000);
		deepEqual(
			KEYS.filter((key) => host.storage.read(key) !== undefined),
			[],
		);
		equal(host.storage.read("restart"), "Factory reset by the set-up button\t");
		equal(host.restarts, 1);
		house.close();
	});

	it("forgets nothing when it is jammed", () => {
		const house = new House();
		const { host } = house.bell;
		for (const key of KEYS) host.storage.write(key, "something");
		house.hold(86_400_000);
		house.clock.advance(5_000);
		deepEqual(
			KEYS.filter((key) => host.storage.read(key) === undefined),
			[],
		);
		equal(host.restarts, 0);
		ok(house.bell.lines().includes("error: The set-up button is jammed, or held for too long: nothing is forgotten"));
		ok(house.blinks < 3);
		house.close();
	});
});
