import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withBreakages } from "./describe.ts";

/** Writes the table of breakages into docs/interop.md. */
const path = join(__dirname, "../../docs/interop.md");
writeFileSync(path, withBreakages(readFileSync(path, "utf8")));
