/** docs/benchmarks.md: prose by hand, and tables between markers, which are written anew. */

const opening = (id: string) => `<!-- bench:${id} -->`;
const closing = (id: string) => `<!-- /bench:${id} -->`;

/** Puts `text` between the markers of `id`. Without them it is added at the end, under `title`. */
export function replaced(document: string, id: string, title: string, text: string): string {
	const start = document.indexOf(opening(id));
	const end = document.indexOf(closing(id), start);
	const block = `${opening(id)}\n\n${text.trim()}\n\n${closing(id)}`;
	if (start < 0 || end < 0) return `${document.trimEnd()}\n\n## ${title}\n\n${block}\n`;
	return document.slice(0, start) + block + document.slice(end + closing(id).length);
}
