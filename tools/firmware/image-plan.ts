import type { Build, Part } from "./build-folder.ts";
import { bootloaderOffset, readChipImage } from "./chip-image.ts";
import { ImageError } from "./image-error.ts";
import {
	firstApplication,
	type Partition,
	type PartitionTable,
	readPartitionTable,
	slotChoice,
	TABLE_SECTOR,
	updateSlots,
} from "./partition-table.ts";
import { readSignature, type Signature } from "./signature.ts";

/** What was found while a build was checked. */
export interface Plan {
	readonly application: Part;
	readonly signature: Signature;
	/** Bytes that are left in the smallest partition that the application has to fit into. */
	readonly room: number;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Checks that a build, once it stands in flash, can start and can be updated. */
export function checkPlan(build: Build): Plan {
	const table = readPartitionTable(partOf(build, "partition-table").bytes);
	const application = partOf(build, "app");
	const flashSize = checkBootloader(build, partOf(build, "bootloader"));
	checkSlotChoice(build, table);
	checkOverlaps(build.parts, table, partOf(build, "partition-table").offset, flashSize);
	const room = checkApplicationPlace(application, table);
	const { chip, length } = readChipImage(application.bytes, application.file);
	if (chip !== build.chip) throw new ImageError(`${application.file} is for ${chip}, the build for ${build.chip}`);
	return { application, signature: readSignature(application.bytes, length, application.file), room };
}

/** The part with this role; the caller knows that it is there. */
function partOf({ parts }: Build, role: string): Part {
	return parts.find((part) => part.role === role)!;
}

/** Gives back the size of the flash that the bootloader believes in. */
function checkBootloader({ chip }: Build, { file, offset, bytes }: Part): number {
	const image = readChipImage(bytes, file);
	if (image.chip !== chip) throw new ImageError(`${file} is for ${image.chip}, the build for ${chip}`);
	const place = bootloaderOffset(chip)!;
	if (offset !== place)
		throw new ImageError(`${file} is at ${hex(offset)}, but ${chip} looks for its bootloader at ${hex(place)}`);
	return image.flashSize;
}

/** Nothing may reach into what stands behind it, nor beyond the flash; what is no part of the start-up lies in a partition. */
function checkOverlaps(parts: readonly Part[], table: PartitionTable, tableOffset: number, flashSize: number): void {
	for (const [index, { file, offset, bytes }] of parts.entries()) {
		const end = offset + bytes.length;
		const next = parts[index + 1];
		if (next !== undefined && end > next.offset)
			throw new ImageError(`${file} ends at ${hex(end)} and reaches into ${next.file} at ${hex(next.offset)}`);
		if (offset > tableOffset && partitionAt(table, offset, end) === undefined)
			throw new ImageError(`${file} at ${hex(offset)} does not lie in one partition`);
	}
	const first = Math.min(...table.partitions.map(({ offset }) => offset));
	if (first < tableOffset + TABLE_SECTOR)
		throw new ImageError(`A partition begins at ${hex(first)}, inside of the partition table`);
	for (const { label, offset, size } of table.partitions)
		if (offset + size > flashSize)
			throw new ImageError(`Partition ${label} ends at ${hex(offset + size)}, the flash at ${hex(flashSize)}`);
}

function partitionAt({ partitions }: PartitionTable, offset: number, end: number): Partition | undefined {
	return partitions.find((partition) => offset >= partition.offset && end <= partition.offset + partition.size);
}

/** With slots for updates the board needs the sector that chooses between them, and it has to be erased at first. */
function checkSlotChoice(build: Build, table: PartitionTable): void {
	const choice = slotChoice(table);
	if (updateSlots(table).length < 2 || choice === undefined)
		throw new ImageError("The partition table has no two slots for updates (ota_0, ota_1 and otadata)");
	const part = build.parts.find(({ offset }) => offset === choice.offset);
	if (part === undefined)
		throw new ImageError(`The build writes nothing into ${choice.label}: an old choice of a slot would stay there`);
	if (part.bytes.length !== choice.size)
		throw new ImageError(`${part.file} has ${part.bytes.length} bytes, ${choice.label} has ${choice.size}`);
	if (!part.bytes.every((byte) => byte === 0xff)) throw new ImageError(`${part.file} is not erased: build again`);
}

/** Gives back how many bytes are left in the smallest partition that the application has to fit into. */
function checkApplicationPlace({ file, offset, bytes }: Part, table: PartitionTable): number {
	const first = firstApplication(table);
	if (first === undefined)
		throw new ImageError("The partition table has neither factory nor ota_0: nothing would start");
	if (offset !== first.offset)
		throw new ImageError(`${file} is at ${hex(offset)}, but ${first.label} at ${hex(first.offset)} is started first`);
	let room = Number.POSITIVE_INFINITY;
	for (const { label, size } of [first, ...updateSlots(table)]) {
		if (bytes.length > size)
			throw new ImageError(`${file} has ${bytes.length} bytes, ${label} has room for ${size}: it could not be updated`);
		room = Math.min(room, size - bytes.length);
	}
	return room;
}
