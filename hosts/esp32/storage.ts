import KeyValue from "embedded:storage/key-value";
import type { Storage, Text } from "../../modules/host.ts";
import { failed } from "./guard.ts";
import { PartedStorage } from "./machines/parted-storage.ts";

/** Name space in NVS of everything that we keep. */
const DOMAIN = "doorbell";

/**
 * The storage of the board: NVS by the SDK's key-value storage, whose writes are atomic. The SDK's `Preference` is not
 * used, because it erases the old value first, so that a power cut could leave neither. NOT RUN on hardware yet.
 */
export function openStorage(text: Text): Storage {
	try {
		return new PartedStorage(openCells(), text);
	} catch (error) {
		failed("the storage: nothing is kept", error);
		return new NoStorage();
	}
}

/** NVS itself, for short values. Throws where it cannot be opened. */
export function openCells(): ReturnType<typeof KeyValue.open> {
	return KeyValue.open({ path: DOMAIN, format: "string" });
}

/** In place of a storage that cannot be opened: the doorbell works with its defaults, and whoever writes is told. */
class NoStorage implements Storage {
	read(): undefined {}

	write(): void {
		throw new Error("There is no storage");
	}

	delete(): void {}
}
