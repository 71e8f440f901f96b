/** Puts a text on the clipboard; without `navigator.clipboard`, which browsers withhold from http:// addresses. */
export function copyText(text: string): void {
	const area = document.createElement("textarea");
	const focused = document.activeElement as HTMLElement | null;
	area.value = text;
	area.className = "hidden";
	document.body.append(area);
	area.select();
	document.execCommand("copy");
	area.remove();
	focused?.focus();
}
