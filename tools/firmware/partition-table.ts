import { createHash } from "node:crypto";
import { ImageError } from "./image-error.ts";

/** One entry of the partition table (ESP-IDF Programming Guide, "Partition Tables"). */
export interface Partition {
	readonly label: string;
	/** 0 is an application, 1 is data; see `APPLICATION` and `DATA`. */
	readonly type: number;
	readonly subtype: number;
	/** Bytes from the start of the flash. */
	readonly offset: number;
	readonly size: number;
}

export interface PartitionTable {
	readonly partitions: readonly Partition[];
	/** Whether the table carries its MD5; a build may leave it out (CONFIG_PARTITION_TABLE_MD5). */
	readonly checked: boolean;
}

/** Partition types. */
export const APPLICATION = 0x00;
export const DATA = 0x01;
/** Subtypes of applications: the one that updates never touch, and the first of up to 16 slots for updates. */
export const FACTORY = 0x00;
export const FIRST_SLOT = 0x10;
export const LAST_SLOT = 0x1f;
/** Subtype of the data that says which slot is started. */
export const SLOT_CHOICE = 0x00;

/** Length of the whole table in flash: one sector. */
export const TABLE_SECTOR = 0x1000;
/** Length of the entries, and of one. */
const TABLE_LENGTH = 0xc00;
const ENTRY_LENGTH = 32;
const ENTRY_MAGIC = 0x50aa;
const DIGEST_MAGIC = 0xebeb;
const ERASED = 0xffff;
/** Where the MD5 stands in its entry, and how long it is. */
const DIGEST_OFFSET = 16;
const DIGEST_LENGTH = 16;
/** What partitions are aligned to: applications to what the chip maps into memory, others to a sector of the flash. */
const APPLICATION_ALIGNMENT = 0x10000;
const ALIGNMENT = 0x1000;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Reads a partition table as it stands in flash, and checks all that can be checked without the flash. */
export function readPartitionTable(bytes: Uint8Array): PartitionTable {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const partitions: Partition[] = [];
	let checked = false;
	for (let at = 0; at + ENTRY_LENGTH <= Math.min(bytes.length, TABLE_LENGTH); at += ENTRY_LENGTH) {
		const magic = view.getUint16(at, true);
		if (magic === ERASED) {
			checkPlaces(partitions);
			return { partitions, checked };
		}
		if (magic === DIGEST_MAGIC) {
			checkDigest(bytes, at);
			checked = true;
		} else if (magic === ENTRY_MAGIC && !checked) partitions.push(readEntry(view, at));
		else throw new ImageError(`The partition table is broken: ${hex(magic)} at ${hex(at)} begins no entry`);
	}
	throw new ImageError("The partition table has no end: build again");
}

function readEntry(view: DataView, at: number): Partition {
	const label = new Uint8Array(view.buffer, view.byteOffset + at + 12, 16);
	const end = label.indexOf(0);
	return {
		label: String.fromCharCode(...label.subarray(0, end < 0 ? label.length : end)),
		type: view.getUint8(at + 2),
		subtype: view.getUint8(at + 3),
		offset: view.getUint32(at + 4, true),
		size: view.getUint32(at + 8, true),
	};
}

function checkDigest(bytes: Uint8Array, at: number): void {
	const digest = createHash("md5").update(bytes.subarray(0, at)).digest();
	const written = bytes.subarray(at + DIGEST_OFFSET, at + DIGEST_OFFSET + DIGEST_LENGTH);
	if (!digest.equals(written)) throw new ImageError("The MD5 of the partition table is wrong: build again");
}

function checkPlaces(partitions: readonly Partition[]): void {
	if (partitions.length === 0) throw new ImageError("The partition table is empty: build again");
	const labels = new Set<string>();
	let before: Partition | undefined;
	for (const partition of [...partitions].sort((one, other) => one.offset - other.offset)) {
		const { label, type, offset, size } = partition;
		const alignment = type === APPLICATION ? APPLICATION_ALIGNMENT : ALIGNMENT;
		if (size === 0) throw new ImageError(`Partition ${label} has no length`);
		if (labels.has(label)) throw new ImageError(`Two partitions are called ${label}`);
		if (offset % alignment !== 0)
			throw new ImageError(`Partition ${label} begins at ${hex(offset)}, which is no multiple of ${hex(alignment)}`);
		if (before !== undefined && before.offset + before.size > offset)
			throw new ImageError(`Partitions ${before.label} and ${label} overlap at ${hex(offset)}`);
		labels.add(label);
		before = partition;
	}
}

/** The slots of applications that updates write in turn. */
export function updateSlots({ partitions }: PartitionTable): readonly Partition[] {
	return partitions.filter(
		({ type, subtype }) => type === APPLICATION && subtype >= FIRST_SLOT && subtype <= LAST_SLOT,
	);
}

/** Where the bootloader looks for the application while nothing else was chosen: "factory", else the first slot. */
export function firstApplication(table: PartitionTable): Partition | undefined {
	const applications = table.partitions.filter(({ type }) => type === APPLICATION);
	return (
		applications.find(({ subtype }) => subtype === FACTORY) ??
		applications.find(({ subtype }) => subtype === FIRST_SLOT)
	);
}

/** The partition that keeps which slot is started, if there is one. */
export function slotChoice({ partitions }: PartitionTable): Partition | undefined {
	return partitions.find(({ type, subtype }) => type === DATA && subtype === SLOT_CHOICE);
}
