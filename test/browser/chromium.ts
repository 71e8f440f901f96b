import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { PageWatch } from "./page-watch.ts";
import { WITHIN } from "./until.ts";

const ARGUMENTS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--autoplay-policy=no-user-gesture-required",
	"--use-fake-device-for-media-stream",
	"--use-fake-ui-for-media-stream",
];

/** Widths of a phone, of a desktop, and of the narrowest screen there is. */
export const PHONE = Object.freeze({ width: 390, height: 844 });
export const DESKTOP = Object.freeze({ width: 1280, height: 800 });
export const NARROW = Object.freeze({ width: 320, height: 640 });

let browser: Promise<Browser> | undefined;

/** Where Chromium is. */
export function chromiumPath(): string {
	return process.env.DOORBELL_CHROMIUM || "/usr/bin/chromium";
}

export function hasChromium(): boolean {
	return existsSync(chromiumPath());
}

export interface OpenOptions extends BrowserContextOptions {
	/** Runs before any script of the page. */
	readonly script?: string;
}

/** Opens an address in a browser that knows nothing of others that were opened before, as one of another person. */
export async function openPage(url: string, { script, ...options }: OpenOptions = {}): Promise<Page> {
	browser ??= chromium.launch({ executablePath: chromiumPath(), args: ARGUMENTS });
	const context = await (await browser).newContext({ locale: "en-GB", viewport: DESKTOP, ...options });
	context.setDefaultTimeout(WITHIN);
	if (script !== undefined) await context.addInitScript(script);
	const page = await context.newPage();
	PageWatch.begin(page);
	await page.goto(url);
	return page;
}

/** Closes a page that was opened, and all that its browser kept. */
export async function closePage(page: Page): Promise<void> {
	await page.context().close();
}

/** Closes all pages that are open. */
export async function closePages(): Promise<void> {
	await Promise.all(((await browser)?.contexts() ?? []).map((context) => context.close()));
}

/** Takes pictures of all pages that are open, and gives back where they are. */
export async function takePictures(): Promise<readonly string[]> {
	const folder = mkdtempSync(join(tmpdir(), "doorbell-pages-"));
	const pages = (await browser)?.contexts().flatMap((context) => context.pages()) ?? [];
	const paths = pages.map((_, index) => join(folder, `${index + 1}.png`));
	await Promise.all(pages.map((page, index) => page.screenshot({ path: paths[index] })));
	return paths;
}

export async function closeChromium(): Promise<void> {
	await (await browser)?.close();
	browser = undefined;
}
