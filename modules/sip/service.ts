/** Servers of one service that are looked at; those of the lowest priority are left out. */
export const SERVICE_LIMIT = 4;

/** One server of a service, as DNS knows it (RFC 2782). */
export interface Service {
	/** The lowest number comes first. */
	readonly priority: number;
	/** Share of the load among servers of the same priority. */
	readonly weight: number;
	readonly port: number;
	/** Name of the server, in any case. */
	readonly target: string;
}

/**
 * The servers in the order in which they are to be tried: by priority, among equals drawn by weight (RFC 2782). Empty for
 * a service that is said not to be there (target ".").
 */
export function orderServices(records: readonly Service[], random: () => number): readonly Service[] {
	const left = records
		.filter(isUsable)
		.sort((one, other) => one.priority - other.priority || one.weight - other.weight);
	const ordered: Service[] = [];
	while (left.length > 0 && ordered.length < SERVICE_LIMIT) {
		const { priority } = left[0]!;
		const equals = left.filter((record) => record.priority === priority);
		const chosen = draw(equals, random);
		left.splice(left.indexOf(chosen), 1);
		ordered.push(chosen);
	}
	return ordered;
}

/** Whether two answers say the same, in whatever order. */
export function sameServices(one: readonly Service[], other: readonly Service[]): boolean {
	return (
		one.length === other.length && one.every((record) => other.some((candidate) => sameService(record, candidate)))
	);
}

function sameService(one: Service, other: Service): boolean {
	return (
		one.priority === other.priority &&
		one.weight === other.weight &&
		one.port === other.port &&
		one.target.toLowerCase() === other.target.toLowerCase()
	);
}

function isUsable({ target, port }: Service): boolean {
	return target !== "" && target !== "." && port > 0 && port <= 65_535;
}

/** One of `records`, which begin with those of weight 0, by their weights. */
function draw(records: readonly Service[], random: () => number): Service {
	let total = 0;
	for (const { weight } of records) total += weight;
	let rest = Math.floor(random() * (total + 1));
	for (const record of records) {
		rest -= record.weight;
		if (rest <= 0) return record;
	}
	return records[0]!;
}
