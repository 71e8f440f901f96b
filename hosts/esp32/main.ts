import { Appliance } from "../../modules/drivers/appliance.ts";
import { createHost } from "./host.ts";

/** The doorbell on the board. The network is up already: the manifest's `setup/network` has joined it. */
const appliance = new Appliance({
	host: createHost(),
	onLog: ({ level, text }) => trace(`[${level.toUpperCase()}] ${text}\n`),
});
appliance.start();
