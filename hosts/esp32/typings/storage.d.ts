/** What is kept: settings in NVS, files in flash. */

declare module "embedded:storage/key-value" {
	/** A name space of NVS. What is written is there when `write` returns. */
	interface KeyValue {
		read(key: string): string | undefined;
		/** Throws where there is no room, or the flash is worn. */
		write(key: string, value: string): void;
		delete(key: string): void;
		close(): void;
	}
	const storage: {
		/** The path is the name space, of at most 15 characters. */
		open(options: { readonly path: string; readonly format: "string" }): KeyValue;
	};
	export default storage;
}

declare module "embedded:storage/flash" {
	/** A partition of the flash. */
	export interface Partition {
		/** Sizes in bytes. */
		status(): { readonly size: number; readonly blockLength: number; readonly blocks: number };
		close(): void;
	}
	const flash: {
		/** "nextota" is the slot for the next firmware. Throws where there is none. */
		open(options: { readonly path: "nextota" }): Partition;
	};
	export default flash;
}

declare module "embedded:update" {
	import type { Partition } from "embedded:storage/flash";

	/** A firmware image on its way into a slot. */
	export interface Update {
		write(bytes: ArrayBuffer | Uint8Array): void;
		/** Checks the image and has the boot loader start it next. */
		complete(): void;
		/** Gives an image up that is not complete. */
		close(): void;
	}
	const update: { open(options: { readonly partition: Partition }): Update };
	export default update;
}

declare module "Resource" {
	/** A file in flash; takes no RAM. The constructor throws where there is none. */
	interface Resource extends ArrayBuffer {}
	const Resource: {
		new (name: string): Resource;
		exists(name: string): boolean;
	};
	export default Resource;
}
