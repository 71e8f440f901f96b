import type { Section } from "./section.ts";
import { descriptions, otherDescriptions } from "./sections/descriptions.ts";
import { fleet, thousand } from "./sections/fleet.ts";
import { g711 } from "./sections/g711.ts";
import { media } from "./sections/media.ts";
import { nativeCodec } from "./sections/native-codec.ts";
import { others } from "./sections/others.ts";
import { page } from "./sections/page.ts";
import { product } from "./sections/product.ts";
import { reading } from "./sections/reading.ts";
import { steps } from "./sections/steps.ts";
import { otherWriting, writing } from "./sections/writing.ts";

/** All tables, in the order of docs/benchmarks.md. A new one is a file in sections/ and a line here. */
export const SECTIONS: readonly Section[] = [
	reading,
	others,
	descriptions,
	otherDescriptions,
	writing,
	otherWriting,
	steps,
	product,
	media,
	nativeCodec,
	g711,
	page,
	fleet,
	thousand,
];
