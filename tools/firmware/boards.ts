import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import type { BoardConfig, Chip } from "../../hosts/esp32/machines/board.ts";
import { pinFaults } from "../../hosts/esp32/machines/pins.ts";

/** A board whose firmware can be built. */
export interface Board {
	readonly name: string;
	readonly chip: Chip;
	/** Its folder as mcconfig wants it: from the root of the project, with a dot in front. */
	readonly folder: string;
	/** Partition table of its flash, from the root of the project. */
	readonly partitions: string;
	/** Such as "8MB". */
	readonly flashSize: string;
}

/** Why no firmware can be built for a board, a sentence each. */
export class BoardError extends Error {
	override readonly name = "BoardError";
	readonly faults: readonly string[];

	constructor(faults: readonly string[]) {
		super(faults.join("\n"));
		this.faults = faults;
	}
}

const BOARDS = "hosts/esp32/boards";
const MANIFEST = "manifest.json";
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Leaves room for a version in what an image calls itself (sdkconfig.ts). */
const NAME_LIMIT = 14;

/** Names of the boards in the project. */
export function boardNames(root: string): string[] {
	return readdirSync(join(root, BOARDS)).filter((name) => existsSync(join(root, BOARDS, name, MANIFEST)));
}

/** Finds a board by its name or its folder, and checks its manifest. Throws a `BoardError`. */
export function findBoard(root: string, nameOrFolder: string): Board {
	const own = resolve(root, nameOrFolder);
	const folder = boardNames(root).includes(nameOrFolder) ? join(root, BOARDS, nameOrFolder) : own;
	const path = join(folder, MANIFEST);
	if (!existsSync(path))
		throw new BoardError([
			`There is no board "${nameOrFolder}". There are ${boardNames(root).join(", ")}, or a folder with a ${MANIFEST}`,
		]);
	const { config, build = {} } = readManifest(path);
	const name = basename(folder);
	const place = relative(root, folder);
	const faults = [...nameFaults(name, place), ...configFaults(name, config), ...buildFaults(root, name, config, build)];
	if (faults.length > 0) throw new BoardError(faults.map((fault) => `${path}: ${fault}`));
	return {
		name,
		chip: config!.chip,
		folder: place.startsWith("..") ? place : `./${place}`,
		partitions: partitionsOf(build.FLASH_SIZE!),
		flashSize: build.FLASH_SIZE!,
	};
}

interface BoardManifest {
	readonly config?: BoardConfig;
	readonly build?: Readonly<Record<string, string>>;
}

function readManifest(path: string): BoardManifest {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw new BoardError([`${path} is no JSON: ${(error as Error).message}`]);
	}
}

function nameFaults(name: string, place: string): string[] {
	if (!NAME.test(name) || name.length > NAME_LIMIT)
		return [`a board has a folder of up to ${NAME_LIMIT} small letters, digits and hyphens, not "${name}"`];
	// mcconfig makes small letters of the whole path.
	return place === place.toLowerCase() ? [] : [`the SDK finds no folder whose path has capital letters (${place})`];
}

function configFaults(name: string, config: BoardConfig | undefined): string[] {
	if (!config) return ['"config" is missing'];
	return config.board === name ? pinFaults(config) : [`config.board has to be "${name}", as the folder is called`];
}

function buildFaults(
	root: string,
	name: string,
	config: BoardConfig | undefined,
	build: Record<string, string>,
): string[] {
	const faults: string[] = [];
	const expect = (variable: string, value: string | undefined) => {
		if (value !== undefined && build[variable] !== value) faults.push(`build.${variable} has to be "${value}"`);
	};
	expect("SUBPLATFORM", name);
	expect("ESP32_SUBCLASS", config?.chip);
	const sizes = flashSizes(root);
	if (!sizes.includes(build.FLASH_SIZE ?? "")) faults.push(`build.FLASH_SIZE has to be one of ${sizes.join(", ")}`);
	return faults;
}

/** Sizes of flash for which there is a partition table. */
function flashSizes(root: string): string[] {
	return readdirSync(join(root, "hosts/esp32"))
		.flatMap((name) => /^partitions-(\d+)mb\.csv$/.exec(name)?.[1] ?? [])
		.sort((one, other) => Number(one) - Number(other))
		.map((size) => `${size}MB`);
}

function partitionsOf(flashSize: string): string {
	return `hosts/esp32/partitions-${flashSize.toLowerCase()}.csv`;
}

/** Bytes that the firmware may have: the size of the first slot. */
export function slotSize(root: string, { partitions }: Board): number {
	const row = readFileSync(join(root, partitions), "utf8")
		.split("\n")
		.map((line) => line.split(",").map((cell) => cell.trim()))
		.find(([, type]) => type === "app");
	return Number(row?.[4]);
}
