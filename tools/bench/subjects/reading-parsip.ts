import { getSIP } from "parsip";
import { readings } from "./facts.ts";
import { factsOf } from "./jssip-facts.ts";

export const read = factsOf(getSIP);
export const operations = () => readings(read);
