import { Directory, File } from "file";

/**
 * What takes the place of a board's hardware where the firmware runs on the SDK's `lin` platform: a folder in the
 * directory in which it was started.
 */
const PARENT = ".doorbell";
const FOLDER = `${PARENT}/xs`;

/** Path of a file of the desk. */
export function pathOf(name: string): string {
	return `${FOLDER}/${name}`;
}

/** Makes the folder, as often as called. */
export function openDesk(): void {
	for (const folder of [PARENT, FOLDER]) {
		try {
			Directory.create(folder);
		} catch {
			// It is there.
		}
	}
}

/** The text of a file; `undefined` where there is none. */
export function readText(name: string): string | undefined {
	const path = pathOf(name);
	if (!File.exists(path)) return undefined;
	const file = new File(path);
	try {
		return file.read(String);
	} finally {
		file.close();
	}
}

/** Puts a text in the place of the old one: after a crash one of the two is there. */
export function writeText(name: string, text: string): void {
	const path = pathOf(name);
	const fresh = `${path}.new`;
	if (File.exists(fresh)) File.delete(fresh);
	const file = new File(fresh, true);
	file.write(text);
	file.close();
	File.rename(fresh, name);
}
