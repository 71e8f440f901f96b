/** Loaded before the doorbell's program: ends it when whoever tests it is gone, even when that one had no time to say so. */
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM"));
