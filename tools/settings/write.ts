import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeAsMarkdown } from "./describe.ts";

writeFileSync(join(__dirname, "../../docs/settings.md"), describeAsMarkdown());
