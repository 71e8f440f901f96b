import { deepEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { DESKTOP, NARROW, PHONE } from "./chromium.ts";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
	{ size: PHONE, colorScheme: "light" },
	{ size: PHONE, colorScheme: "dark" },
	{ size: DESKTOP, colorScheme: "light" },
	{ size: DESKTOP, colorScheme: "dark" },
] as const;
/** Runs in the page; its policy allows no script of ours there, but the developer tools may. */
const LOOK = `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
	nodes.map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary.split("\\n")[1].trim())))`;

/**
 * Looks at a page as it is now with axe, light and dark, as wide as a phone and as a desktop; and whether it has to be
 * scrolled sideways there and on the narrowest screen.
 */
export async function isAccessible(page: Page): Promise<void> {
	const problems: string[] = [];
	await page.evaluate(AXE);
	for (const { size, colorScheme } of LOOKS) {
		const look = `${size.width} px, ${colorScheme}`;
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
		await page.setViewportSize(size);
		for (const problem of await page.evaluate<string[]>(LOOK)) problems.push(`${look}: ${problem}`);
	}
	for (const size of [DESKTOP, PHONE, NARROW]) {
		await page.setViewportSize(size);
		const width = await page.evaluate<number>("document.documentElement.scrollWidth");
		if (width > size.width) problems.push(`${size.width} px: ${width} px wide`);
	}
	await page.setViewportSize(DESKTOP);
	deepEqual(problems, []);
}
