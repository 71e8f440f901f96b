/** What the form of the settings is drawn from: /schema.json, which is read once somebody wants to see the form. */

import type { Value } from "../model.ts";

export interface Words {
	readonly en: string;
	readonly de: string;
}

/** A setting, as far as the form shows it: the doorbell judges what is entered. */
export interface Setting {
	readonly key: string;
	readonly title: Words;
	readonly help: Words;
	readonly unit?: Words;
	/** A text with several lines: whom to ring. */
	readonly lines?: boolean;
	readonly secret?: boolean;
	/** Of a number: what counts when it is left empty, and its limits. */
	readonly range?: readonly [fallback: number, minimum: number, maximum: number];
	/** Of a choice: what each value is called. */
	readonly choices?: Readonly<Record<string, Words>>;
}

export interface Section {
	/** What its keys begin with, before the last dot; two sections may have the same. */
	readonly section: string;
	readonly title: Words;
	/** Stands above its settings. */
	readonly help?: Words;
	readonly settings: readonly Setting[];
}

/** A kind of phone system: what it sets, and a hint at the rest. */
export interface Preset {
	readonly name: Words;
	readonly hint: Words;
	readonly values: Readonly<Record<string, Value>>;
}

export interface Schema {
	readonly sections: readonly Section[];
	readonly presets: readonly Preset[];
}

/**
 * The same as the file has it, a fifth smaller: all English words in the order in which they are needed, then all German
 * ones, and `null` in their place; keys without their section; and a section without settings has those of the one before.
 */
export interface PackedSchema {
	readonly en: string;
	readonly de: string;
	readonly tree: object;
}

/** What stands between two words, and in none. */
export const SEPARATOR = "|";

export function unpackSchema({ en, de, tree }: PackedSchema): Schema {
	const english = en.split(SEPARATOR);
	const german = de.split(SEPARATOR);
	// The reviver comes to all values in the order in which they stand in the text.
	const { sections, presets }: Schema = JSON.parse(
		JSON.stringify(tree),
		(_, value) => value ?? { en: english.shift(), de: german.shift() },
	);
	let settings: Section["settings"];
	return {
		presets,
		sections: sections.map((own) => {
			settings = own.settings ?? settings;
			return { ...own, settings: settings.map((setting) => ({ ...setting, key: `${own.section}.${setting.key}` })) };
		}),
	};
}
