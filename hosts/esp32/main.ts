import { Appliance } from "../../modules/drivers/appliance.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { createHost } from "./host.ts";

const HTTP_PORT = 80;

/** The doorbell on the board. The network is up already: the manifest's `setup/network` has joined it. */
const host = createHost();
const appliance = new Appliance({
	host,
	onLog: ({ level, text }) => trace(`[${level.toUpperCase()}] ${text}\n`),
});
appliance.start();
new PageServer({ host, appliance, port: HTTP_PORT });
