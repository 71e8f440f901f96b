import { respond } from "../api.ts";

/** Saves bytes or a text as a file. */
export function saveFile(name: string, content: Blob | string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([content]));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** Gets a path of the API, logged in, and saves it as a file; what is `proven` after asking for the password. */
export async function download(path: string, name: string, proven = false): Promise<void> {
	saveFile(name, await (await respond(path, { proven })).blob());
}
