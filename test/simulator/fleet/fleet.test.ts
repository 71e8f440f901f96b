import { equal, ok, throws } from "node:assert/strict";
import type { Settings } from "../../../modules/config/schema.ts";
import { Appliance } from "../../../modules/drivers/appliance.ts";
import { Fleet, type FleetOptions } from "../../../simulator/fleet/fleet.ts";
import { MockNetwork } from "../../../simulator/mock-network.ts";
import { Pbx } from "../../../simulator/pbx.ts";
import { VirtualClock } from "../../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../../simulator/virtual-host.ts";
import { hash } from "../../support/hash.ts";

const BELLS = 5;
const PORT = 5070;
const CALLEE = "192.168.1.50";

/** A PBX that knows five doorbells, a phone that answers at once, and time that moves when told. */
class Street {
	readonly clock = new VirtualClock();
	readonly network = new MockNetwork({ clock: this.clock });
	readonly pbx = new Pbx({
		host: this.host("192.168.1.1"),
		port: PORT,
		users: Array.from({ length: BELLS }, (_, index) => ({ user: `bell${index + 1}`, password: `secret${index + 1}` })),
	});
	readonly callee = new Appliance({ host: this.host(CALLEE) });

	constructor() {
		this.callee.start();
	}

	host(address: string): VirtualHost {
		return new VirtualHost({ network: this.network, address, hash });
	}

	fleet(options: Partial<FleetOptions> = {}, settings: Partial<Settings> = {}): Fleet {
		return new Fleet({
			bells: BELLS,
			host: (number) => this.host(`192.168.1.${100 + number}`),
			settings: (number) => ({
				"sip.registrar": `192.168.1.1:${PORT}`,
				"sip.user": `bell${number}`,
				"sip.password": `secret${number}`,
				"button.1.targets": `sip:house@${CALLEE}`,
				...settings,
			}),
			rate: 10,
			rings: 0,
			talk: 1_000,
			...options,
		});
	}

	/** A fleet that is started and registered. */
	started(options?: Partial<FleetOptions>): Fleet {
		const fleet = this.fleet(options);
		let all = false;
		fleet.start(() => {
			all = true;
		});
		ok(this.clock.run(() => all && fleet.registered === BELLS, 2_000));
		return fleet;
	}
}

describe("Fleet: many doorbells in one process", () => {
	it("starts as many per second as asked for, and all of them register", () => {
		const street = new Street();
		const fleet = street.fleet({ rate: 2 });
		let startedAt = -1;
		fleet.start(() => {
			startedAt = street.clock.now;
		});
		street.clock.advance(900);
		equal(fleet.registered, 2);
		street.clock.advance(2_000);
		equal(startedAt, 2_000);
		equal(fleet.registered, BELLS);
		equal(fleet.tally.registering.count, BELLS);
	});

	it("presses as many buttons per minute as asked for, of one doorbell after the other", () => {
		const street = new Street();
		const fleet = street.started({ rings: 20 });
		fleet.ring();
		street.clock.advance(59_000);
		equal(fleet.pressed, 20);
		equal(fleet.tally.answered, 20);
		equal(fleet.tally.inviting.count, 20);
		equal(fleet.tally.inviting.percentile(100), 0, "the INVITE goes out in the turn of the press");
		equal(fleet.registered, BELLS);
		equal(fleet.tally.lapses, 0);
	});

	it("counts calls that nobody answers, and presses that found no doorbell free", () => {
		const street = new Street();
		const fleet = street.started({ rings: 600 });
		street.callee.close();
		fleet.ring();
		street.clock.advance(950);
		equal(fleet.pressed, BELLS);
		equal(fleet.missed, 5);
		street.clock.advance(60_000);
		ok(fleet.tally.unanswered >= BELLS);
		equal(fleet.tally.answered, 0);
	});

	it("hangs up when the talk is over", () => {
		const street = new Street();
		const fleet = street.started({ rings: 6, talk: 3_000 });
		fleet.ring();
		street.clock.advance(2_500);
		equal(street.callee.state, "CONNECTED");
		street.clock.advance(1_000);
		equal(street.callee.state, "UNCONFIGURED");
	});

	it("counts a registration that is lost, once, and sees it come back", () => {
		const street = new Street();
		const fleet = street.started();
		street.pbx.silent = true;
		street.clock.advance(4_000_000);
		equal(fleet.registered, 0);
		equal(fleet.tally.lapses, BELLS);
		street.pbx.silent = false;
		ok(street.clock.run(() => fleet.registered === BELLS, 4_000_000));
		equal(fleet.tally.lapses, BELLS);
		equal(fleet.tally.registering.count, 2 * BELLS);
	});

	it("unregisters all, also in calls, and leaves no timer behind", () => {
		const street = new Street();
		const idle = street.clock.pending;
		const fleet = street.started({ rings: 60 });
		fleet.ring();
		street.clock.advance(1_500);
		let down = false;
		fleet.shutDown(() => {
			down = true;
		});
		ok(street.clock.run(() => down, 5_000));
		for (let number = 1; number <= BELLS; number += 1) equal(street.pbx.knows(`bell${number}`), false);
		street.clock.advance(200_000);
		equal(street.clock.pending, idle);
		equal(fleet.tally.lapses, 0);
	});

	it("is refused without a doorbell", () => {
		throws(() => new Street().fleet({ bells: 0 }), { name: "RangeError" });
	});
});
