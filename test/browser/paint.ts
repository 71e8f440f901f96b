import type { Page } from "playwright-core";

const PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
	const [paint] = list.getEntriesByName("first-contentful-paint");
	if (paint) resolve(paint.startTime);
}).observe({ type: "paint", buffered: true }))`;

/** Milliseconds from the request to the first paint of content; waits for it. */
export function firstPaint(page: Page): Promise<number> {
	return page.evaluate<number>(PAINT);
}
