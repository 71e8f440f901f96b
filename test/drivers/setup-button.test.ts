import { equal } from "node:assert/strict";
import { ARMED_TIME, ARMING_PRESS } from "../../modules/doorbell/arming.ts";
import { SetupButton } from "../../modules/drivers/setup-button.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";

function place(): { clock: VirtualClock; host: VirtualHost; button: SetupButton; told: () => number } {
	const clock = new VirtualClock();
	const host = new VirtualHost({ network: new MockNetwork({ clock }), address: "192.168.1.20", hash });
	let armings = 0;
	const button = new SetupButton(host, {
		held() {
			armings += 1;
		},
	});
	return { clock, host, button, told: () => armings };
}

describe("Set-up button", () => {
	it("arms when it is held, for ten minutes", () => {
		const { clock, host, button, told } = place();
		host.setup.press();
		clock.advance(ARMING_PRESS - 1);
		equal(button.armed, false);
		clock.advance(10);
		equal(button.armed, true);
		equal(told(), 1);
		host.setup.release();
		clock.advance(ARMED_TIME);
		equal(button.armed, false);
	});

	it("does not arm when it is let go too early", () => {
		const { clock, host, button, told } = place();
		host.setup.press();
		clock.advance(ARMING_PRESS - 100);
		host.setup.release();
		clock.advance(ARMING_PRESS);
		equal(button.armed, false);
		equal(told(), 0);
	});

	it("arms again after a short press before", () => {
		const { clock, host, button } = place();
		host.setup.press();
		clock.advance(1_000);
		host.setup.release();
		clock.advance(500);
		host.setup.press();
		clock.advance(ARMING_PRESS + 10);
		equal(button.armed, true);
	});

	it("gives the button back", () => {
		const { host, button, clock } = place();
		button.close();
		const next = new SetupButton(host, { held() {} });
		host.setup.press();
		clock.advance(ARMING_PRESS + 10);
		equal(next.armed, true);
	});
});
