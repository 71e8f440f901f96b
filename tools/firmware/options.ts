import { parseArgs } from "node:util";

/** What the command shall do. */
export interface FirmwareOptions {
	/** Name of a board, or a folder with the manifest of one. */
	readonly board: string;
	/** Write it to the board on USB when it is built. */
	readonly deploys: boolean;
	/** Make the files of a release. */
	readonly releases: boolean;
	/** Build for the debugger of the SDK. */
	readonly debugs: boolean;
	/** PEM file of the key that signs the firmware. */
	readonly key: string | undefined;
}

export type Choice =
	| { readonly type: "build"; readonly options: FirmwareOptions }
	| { readonly type: "help" }
	/** Told in one line; nothing is done. */
	| { readonly type: "problem"; readonly text: string };

const OPTIONS = {
	board: { type: "string" },
	deploy: { type: "boolean", default: false },
	release: { type: "boolean", default: false },
	debug: { type: "boolean", default: false },
	sign: { type: "string" },
	help: { type: "boolean", default: false },
} as const;

export const HELP = `npm run firmware -- --board NAME [options]

Builds the firmware of a board with an installed Moddable SDK and ESP-IDF (docs/flashing.md), and says where it is.

  --board NAME    one of the boards below, or a folder with the manifest of your own
  --deploy        write it to the board on USB afterwards (UPLOAD_PORT=… where there are several)
  --release       make the files that others flash, in dist/: the whole image, the update, their checksums
  --sign KEY.pem  sign it: the board takes only updates that are signed with the same key
  --debug         build for xsbug, the debugger of the SDK; not with --release
  --help          this text
`;

/** Reads the command line. */
export function readOptions(parameters: readonly string[]): Choice {
	try {
		const { values } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: false });
		if (values.help) return { type: "help" };
		if (!values.board) return problem("Say which board: --board NAME");
		if (values.debug && values.release) return problem("--debug and --release exclude each other");
		if (values.sign === "") return problem("--sign needs the file of a key");
		const { board, deploy, release, debug, sign } = values;
		return { type: "build", options: { board, deploys: deploy, releases: release, debugs: debug, key: sign } };
	} catch (error) {
		// What parseArgs says after the first sentence is about its own options.
		return problem((error as Error).message.split(". ")[0]!);
	}
}

function problem(text: string): Choice {
	return { type: "problem", text };
}
