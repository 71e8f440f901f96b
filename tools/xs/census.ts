/** Tables of who has the slots of the heap, from the lines that tools/xs/host/census.c prints. */

/** Classes with fewer slots are told in one row. */
const LEAST_SLOTS = 8;

interface Share {
	readonly name: string;
	/** Instances of a class; 0 for anything else. */
	count: number;
	slots: number;
	bytes: number;
	/** What the instances of a class own. */
	readonly parts: Map<string, Share>;
}

const share = (name: string): Share => ({ name, count: 0, slots: 0, bytes: 0, parts: new Map() });

/** Slots, and bytes of chunks. */
export type Part = Pick<Share, "slots" | "bytes">;

/** What stands in for the board and the world around it: the virtual host and network, the PBX and the browser. */
const ELSEWHERE = /^(hosts\/node|simulator|test)\//;

/** What the board does not have, for each row of the visit, by its label. */
export function elsewhere(output: string): Map<string, Part> {
	const parts = new Map<string, Share>();
	let label = "";
	for (const line of output.split("\n")) {
		label = labelOf(line) ?? label;
		const [file = "", , , slots, bytes] = line.startsWith("census ") ? line.slice("census ".length).split("\t") : [];
		if (ELSEWHERE.test(file)) add(found(parts, label), Number(slots), Number(bytes));
	}
	return parts;
}

const labelOf = (line: string) => /^heap (.*) \d+ \d+ \d+$/.exec(line)?.[1];

/** Tables for the text that a run of the visit has printed, one for each row of its heap. */
export function censusTables(output: string): string {
	const tables: string[] = [];
	let owners = new Map<string, Share>();
	let areas = new Map<string, Share>();
	let label = "";
	for (const line of output.split("\n")) {
		if (line.startsWith("heap ")) {
			if (owners.size > 0) tables.push(table(label, areas, owners));
			owners = new Map();
			areas = new Map();
			label = labelOf(line) ?? "";
		} else if (line.startsWith("census ")) {
			const [file = "", owner = "", name = "", slots, bytes] = line.slice("census ".length).split("\t");
			const whole = found(owners, owner);
			if (name === owner) whole.count += 1;
			for (const sum of [whole, found(whole.parts, name), found(areas, area(file))])
				add(sum, Number(slots), Number(bytes));
		}
	}
	tables.push(table(label, areas, owners));
	return tables.join("\n");
}

/** The folder of modules/ that a file is in, or the first folder of its path. */
const area = (file: string) => /^modules\/[^/]*|^[^/]*/.exec(file)![0] || "(the language)";

function add(sum: Share, slots: number, bytes: number): void {
	sum.slots += slots;
	sum.bytes += bytes;
}

function found(shares: Map<string, Share>, name: string): Share {
	const known = shares.get(name) ?? share(name);
	shares.set(name, known);
	return known;
}

const bySlots = (shares: Map<string, Share>) => [...shares.values()].sort((a, b) => b.slots - a.slots);

function table(label: string, areas: Map<string, Share>, owners: Map<string, Share>): string {
	const rows = [`\n${label}`, "   slots    bytes  count", ...bySlots(areas).map((share) => row(share, ""))];
	rows.push("");
	const rest = share("(smaller ones)");
	for (const owner of bySlots(owners)) {
		if (owner.slots < LEAST_SLOTS) {
			rest.slots += owner.slots;
			rest.bytes += owner.bytes;
			rest.count += owner.count;
			continue;
		}
		rows.push(row(owner, ""));
		if (owner.parts.size > 1 || !owner.parts.has(owner.name))
			rows.push(...bySlots(owner.parts).map((part) => row(part, "    ")));
	}
	return [...rows, row(rest, "")].join("\n");
}

function row({ name, count, slots, bytes }: Share, indent: string): string {
	return `${indent}${`${slots}`.padStart(8)}${`${bytes}`.padStart(9)}${`${count || ""}`.padStart(7)}  ${name}`;
}
