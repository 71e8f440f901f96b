import { equal } from "node:assert/strict";
import { RETRY_MAXIMUM } from "../../modules/sip/registration-pause.ts";
import { Bell, DOOR, PBX, place, REGISTERING } from "./bell.ts";
import { Peer, registrar } from "./peer.ts";

describe("Network that comes back", () => {
	it("ends the pause of a registration that has failed meanwhile", () => {
		const { network, clock } = place();
		new Peer(network, PBX, registrar(300));
		network.host(DOOR).up = false;
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(2 * 3_600_000);
		equal(bell.state, "ERROR");
		network.host(DOOR).up = true;
		bell.appliance.networkUp();
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
	});

	it("comes back by itself where nobody tells", () => {
		const { network, clock } = place();
		new Peer(network, PBX, registrar(300));
		network.host(DOOR).up = false;
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(3_600_000);
		network.host(DOOR).up = true;
		clock.advance(RETRY_MAXIMUM);
		equal(bell.state, "REGISTERED");
	});

	it("changes nothing for one that holds", () => {
		const { network, clock } = place();
		new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(1_000);
		const { sent } = network.counters;
		bell.appliance.networkUp();
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
		equal(network.counters.sent, sent);
	});
});
