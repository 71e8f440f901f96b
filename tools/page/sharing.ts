/** What page.js shares with the scripts that it loads later: web-assets/shared.ts, by names of one letter. */

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "esbuild";

const PATH = join(__dirname, "../../web-assets/shared.ts");
const SHARED = readFileSync(PATH, "utf8");
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LIST = /(?<=export \{)[^}]+(?=\})/g;

/** Every name, with the letter that stands for it. */
const NAMES = new Map(namesIn(SHARED).map((name, index) => [name, LETTERS[index]!]));

/** For esbuild: page.js exports what it shares, and a module that it imports when it is needed is a file beside it. */
export function sharing(): readonly Plugin[] {
	const contents = SHARED.replace(LIST, (list) =>
		list
			.split(",")
			.filter((name) => name.trim() !== "" && !isType(name))
			.map((name) => `${name} as ${NAMES.get(shownName(name))}`.replace(/as \w+ as/, "as"))
			.join(","),
	);
	const exported: Plugin = {
		name: "exported names",
		setup: (build) => build.onLoad({ filter: /\/shared\.ts$/ }, () => ({ contents, loader: "ts" })),
	};
	const later: Plugin = {
		name: "loaded later",
		setup: (build) =>
			build.onResolve({ filter: /\.tsx$/ }, ({ kind, path }) =>
				kind === "dynamic-import" ? { path: `./${basename(path, ".tsx")}.js`, external: true } : undefined,
			),
	};
	return [exported, later];
}

/**
 * For esbuild: such a script imports that from page.js, what its JSX needs, too; also from those modules themselves that
 * are tested without a browser.
 */
export function taking(): Plugin {
	const list = Array.from(NAMES, ([name, letter]) => `${letter} as ${name}`);
	const contents = `export { ${list.join(", ")} } from "./page.js";`;
	return {
		name: "imported names",
		setup(build) {
			build.onResolve({ filter: /\/page\.js$/ }, () => ({ path: "./page.js", external: true }));
			build.onLoad({ filter: /\/shared\.ts$/ }, () => ({ contents }));
			build.onLoad({ filter: /\/web-assets\/(texts|log\/zone)\.ts$/ }, () => ({
				contents: `export * from ${JSON.stringify(PATH)};`,
			}));
			// What JSX becomes has to be named.
			build.onLoad({ filter: /\/view\.ts$/ }, () => ({
				contents: `export { createElement, Fragment } from ${JSON.stringify(PATH)};`,
			}));
		},
	};
}

function namesIn(source: string): readonly string[] {
	const lists = source.match(LIST) ?? [];
	return lists
		.flatMap((list) => list.split(","))
		.filter((name) => name.trim() !== "" && !isType(name))
		.map(shownName);
}

/** Of `download as downloadIt` the latter. */
function shownName(name: string): string {
	return name.trim().split(" as ").at(-1)!;
}

function isType(name: string): boolean {
	return name.trim().startsWith("type ");
}
