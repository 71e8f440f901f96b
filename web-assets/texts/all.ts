/** Everything that the page says, but for its explanations of SIP messages (why/texts.ts). */

export * from "./access.ts";
export * from "./log.ts";
export * from "./now.ts";
export * from "./settings.ts";
export * from "./shell.ts";
export * from "./why.ts";
