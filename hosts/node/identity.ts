import { version } from "../../package.json";

/** What the desktop says of itself. */
export const identity = Object.freeze({
	firmware: version,
	platform: `Node.js ${process.versions.node} on ${process.platform}`,
});
