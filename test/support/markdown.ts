/** Just enough of Markdown to know where links lead. */

const FENCE = /^(?:```|~~~)[\s\S]*?^(?:```|~~~)\s*$/gm;

/** Targets of the links and pictures of a text, in order. */
export function linksOf(text: string): readonly string[] {
	const plain = text.replace(FENCE, "").replace(/`[^`\n]*`/g, "");
	return [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

/** What may stand behind a `#`: headings as GitHub names them, and named anchors. */
export function anchorsOf(text: string): ReadonlySet<string> {
	const plain = text.replace(FENCE, "");
	const anchors = new Set([...plain.matchAll(/<a (?:id|name)="([^"]+)">/g)].map(([, name]) => name!));
	for (const [, heading] of plain.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
		const name = slug(heading!);
		let anchor = name;
		for (let count = 1; anchors.has(anchor); count++) anchor = `${name}-${count}`;
		anchors.add(anchor);
	}
	return anchors;
}

/** Small letters, digits, hyphens and underscores; blanks become hyphens, all else goes. Links leave their words. */
function slug(heading: string): string {
	return heading
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\-_ ]/gu, "")
		.trim()
		.replaceAll(" ", "-");
}
