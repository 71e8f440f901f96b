import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The npm package that carries the sources of XS 13.3. Only its tarball is used, never installed: most of its C files are
 * LGPL, so they are fetched when tests run and never committed.
 */
const PACKAGE = "@agoric/xsnap@0.15.0";
const FILE = "agoric-xsnap-0.15.0.tgz";

/** What the tarball must hash to. */
export const SHA256 = "ba82e67dc4bf31a4f0084cd7eb251d0a9c9a671c914494d1f6c2fe61272ceceb";

/** Folder of the XS sources (`includes`, `platforms`, `sources`), fetched into `cache` when they are not there yet. */
export function fetchSources(cache: string): string {
	const folder = join(cache, `sources-${SHA256.slice(0, 16)}`);
	if (!existsSync(folder)) unpack(cache, folder);
	return join(folder, "package/moddable/xs");
}

function unpack(cache: string, folder: string): void {
	mkdirSync(cache, { recursive: true });
	const temporary = mkdtempSync(join(cache, "fetch-"));
	try {
		const tarball = join(temporary, FILE);
		run("npm", ["pack", "--silent", PACKAGE, "--pack-destination", temporary], temporary);
		const hash = createHash("sha256").update(readFileSync(tarball)).digest("hex");
		if (hash !== SHA256) throw new Error(`${FILE} has the SHA-256 ${hash}, expected ${SHA256}`);
		run("tar", ["xzf", tarball, "-C", temporary], temporary);
		if (!existsSync(folder)) renameSync(temporary, folder);
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}

function run(command: string, parameters: readonly string[], folder: string): void {
	try {
		execFileSync(command, parameters, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
	} catch (error) {
		throw new Error(`The XS sources (${PACKAGE} from npm) could not be fetched.\n${String(error)}`);
	}
}
