import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of Node's heap that are in use once its garbage is collected, which takes a moment. */
export function liveHeap(): number {
	collect();
	return process.memoryUsage().heapUsed;
}
