import { join } from "node:path";
import { bundle } from "./bundle.ts";

const ROOT = join(__dirname, "../..");

/** Bundles the page of the simulator's bench, and the two programs that its sound runs in, into a folder. */
export async function bundleBench(folder = join(ROOT, "simulator/bench/dist"), readable = false): Promise<void> {
	const page = join(ROOT, "simulator/bench/page");
	const files = ["index.html", "icon.svg"].map((file) => join(page, file));
	await bundle({ entry: join(page, "main.tsx"), files, folder, name: "page", readable });
	for (const name of ["playback", "capture"])
		await bundle({ entry: join(page, `audio/${name}.ts`), files: [], folder, name, readable });
}
