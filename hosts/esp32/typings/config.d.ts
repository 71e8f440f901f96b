/** The `config` of the board's manifest, as the build hands it over. */

declare module "mc/config" {
	const config: import("../machines/board.ts").BoardConfig;
	export default config;
}
