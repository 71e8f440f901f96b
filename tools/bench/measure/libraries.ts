import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const SOURCE = resolve(__dirname, "../libraries");
const FILES = [".npmrc", "package.json", "package-lock.json"];

/** Folder of `node_modules` with other people's libraries, installed into `cache` as their lock says. */
export function installLibraries(cache: string): string {
	const hash = createHash("sha256");
	for (const name of FILES) hash.update(readFileSync(join(SOURCE, name)));
	const folder = join(cache, `libraries-${hash.digest("hex").slice(0, 16)}`);
	if (!existsSync(folder)) install(cache, folder);
	return join(folder, "node_modules");
}

function install(cache: string, folder: string): void {
	mkdirSync(cache, { recursive: true });
	const temporary = mkdtempSync(join(cache, "install-"));
	try {
		for (const name of FILES) copyFileSync(join(SOURCE, name), join(temporary, name));
		const npm = spawnSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], { cwd: temporary, encoding: "utf8" });
		if (npm.status !== 0) {
			throw new Error(`npm could not install the libraries of tools/bench/libraries:\n${npm.stderr ?? npm.error}`);
		}
		if (!existsSync(folder)) renameSync(temporary, folder);
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}
