import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CIRCUITS } from "./circuits.ts";
import { withWiring } from "./describe.ts";
import { drawBoard } from "./drawing.ts";
import { readBoards } from "./manifests.ts";

/** Writes the tables of docs/boards.md and the drawings from the manifests of the boards. */
const docs = join(__dirname, "../../docs");
const boards = readBoards();
for (const config of boards) writeFileSync(join(docs, "images", `wiring-${config.board}.svg`), drawBoard(config));
for (const [name, draw] of Object.entries(CIRCUITS)) writeFileSync(join(docs, "images", `${name}.svg`), draw());
const path = join(docs, "boards.md");
writeFileSync(path, withWiring(readFileSync(path, "utf8"), boards));
