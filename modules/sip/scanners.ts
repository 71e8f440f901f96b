import type { Request } from "./message.ts";

/** What programs call themselves that look for telephones to abuse, in lower case. */
const SCANNERS: readonly string[] = Object.freeze([
	"friendly-scanner",
	"friendly-request",
	"sipvicious",
	"sipcli",
	"sip-scan",
	"sipscan",
	"sundayddr",
	"sivus",
	"siparmyknife",
	"pplsip",
	"vaxsipuseragent",
	"vaxasip",
]);

/** Where they say it. */
const NAMES: readonly string[] = Object.freeze(["User-Agent", "From", "To"]);

/** Whether a request comes from a program that looks for telephones to abuse, and says so. */
export function isScanner({ headers }: Request): boolean {
	return NAMES.some((name) => {
		const value = headers.get(name)?.toLowerCase();
		return value !== undefined && SCANNERS.some((scanner) => value.includes(scanner));
	});
}
