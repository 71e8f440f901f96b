import { deepEqual, equal } from "node:assert/strict";
import { ARMED_TIME, ARMING_PRESS, JAMMED_PRESS, RESET_PRESS } from "../../modules/doorbell/arming.ts";
import { DEBOUNCE } from "../../modules/doorbell/button.ts";
import { SetupButton } from "../../modules/drivers/setup-button.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";

interface Place {
	readonly clock: VirtualClock;
	readonly host: VirtualHost;
	readonly button: SetupButton;
	readonly told: string[];
}

function place(): Place {
	const clock = new VirtualClock();
	const host = new VirtualHost({ network: new MockNetwork({ clock }), address: "192.168.1.20", hash });
	const told: string[] = [];
	const button = new SetupButton(host, { setUp: (event) => void told.push(event) });
	return { clock, host, button, told };
}

describe("Set-up button", () => {
	it("arms when it is held, for ten minutes", () => {
		const { clock, host, button, told } = place();
		host.setup.press();
		clock.advance(ARMING_PRESS + DEBOUNCE - 1);
		equal(button.armed, false);
		clock.advance(10);
		equal(button.armed, true);
		deepEqual(told, ["armed"]);
		host.setup.release();
		clock.advance(ARMED_TIME);
		equal(button.armed, false);
		deepEqual(told, ["armed", "disarmed"]);
	});

	it("does not arm when it is let go too early", () => {
		const { clock, host, button, told } = place();
		host.setup.press();
		clock.advance(ARMING_PRESS - 100);
		host.setup.release();
		clock.advance(ARMING_PRESS);
		equal(button.armed, false);
		deepEqual(told, []);
	});

	it("arms again after a short press before", () => {
		const { clock, host, button } = place();
		host.setup.press();
		clock.advance(1_000);
		host.setup.release();
		clock.advance(500);
		host.setup.press();
		clock.advance(ARMING_PRESS + DEBOUNCE + 10);
		equal(button.armed, true);
	});

	it("resets when it is let go after ten seconds", () => {
		const { clock, host, told } = place();
		host.setup.press();
		clock.advance(RESET_PRESS + DEBOUNCE + 10);
		deepEqual(told, ["armed", "resetting"]);
		host.setup.release();
		clock.advance(DEBOUNCE + 10);
		deepEqual(told, ["armed", "resetting", "reset"]);
	});

	it("does not reset while its contact bounces, or is jammed", () => {
		const { clock, host, told } = place();
		host.setup.press();
		clock.advance(RESET_PRESS + 2_000);
		for (let bounce = 0; bounce < 20; bounce++) {
			host.setup.release();
			clock.advance(5);
			host.setup.press();
			clock.advance(5);
		}
		deepEqual(told, ["armed", "resetting"]);
		clock.advance(JAMMED_PRESS);
		host.setup.release();
		clock.advance(1_000);
		deepEqual(told, ["armed", "resetting", "jammed"]);
	});

	it("tells when it is disarmed, once", () => {
		const { button, told } = place();
		button.arm();
		button.disarm();
		button.disarm();
		deepEqual(told, ["disarmed"]);
	});

	it("gives the button back", () => {
		const { host, button, clock } = place();
		button.close();
		const next = new SetupButton(host, { setUp() {} });
		host.setup.press();
		clock.advance(ARMING_PRESS + DEBOUNCE + 10);
		equal(next.armed, true);
	});
});
