/**
 * The desk under a name of its own: stand-ins have the module names of what they stand in for, against which the build
 * resolves relative paths.
 */

declare module "desk" {
	export const openDesk: typeof import("../desk.ts").openDesk;
	export const pathOf: typeof import("../desk.ts").pathOf;
	export const readText: typeof import("../desk.ts").readText;
	export const writeText: typeof import("../desk.ts").writeText;
}
