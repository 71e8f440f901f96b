import { parseMessage } from "jssip/lib/Parser.js";
import { readings } from "./facts.ts";
import { factsOf } from "./jssip-facts.ts";

export const read = factsOf(parseMessage);
export const operations = () => readings(read);
