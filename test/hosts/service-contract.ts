import { deepEqual, ok } from "node:assert/strict";
import type { Network, ServiceRecord } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

export interface ServiceWorld {
	readonly network: Pick<Required<Network>, "service">;
	/** A service with two servers. */
	readonly known: { readonly name: string; readonly records: readonly ServiceRecord[] };
	/** Services that the name server knows nothing of. */
	readonly absent: readonly string[];
	/** What the name server cannot or will not answer. */
	readonly failing: readonly string[];
}

type Answer = readonly ServiceRecord[] | "error";

/** Asks for a service; the answers collect in the returned array. */
function ask({ network }: ServiceWorld, name: string): Answer[] {
	const answers: Answer[] = [];
	let inside = true;
	const answer = (answer: Answer) => {
		ok(!inside);
		answers.push(answer);
	};
	network.service({ name, onResolved: (records) => answer(records), onError: () => answer("error") });
	inside = false;
	return answers;
}

export const serviceContract: readonly Fact<ServiceWorld>[] = [
	{
		title: "finds the servers of a service, in a later turn",
		steps(world) {
			const answers = ask(world, world.known.name);
			const byTarget = (one: ServiceRecord, other: ServiceRecord) => (one.target < other.target ? -1 : 1);
			return [
				() => answers.length > 0,
				() => deepEqual([...(answers[0] as readonly ServiceRecord[])].sort(byTarget), world.known.records),
			];
		},
	},
	{
		title: "finds none where there is no such service",
		steps(world) {
			const asked = world.absent.map((name) => ask(world, name));
			return [
				() => asked.every((answers) => answers.length > 0),
				() => {
					for (const answers of asked) deepEqual(answers, [[]]);
				},
			];
		},
	},
	{
		title: "reports a failure, once",
		steps(world) {
			const asked = world.failing.map((name) => ask(world, name));
			return [
				() => asked.every((answers) => answers.length > 0),
				() => {
					for (const answers of asked) deepEqual(answers, ["error"]);
				},
			];
		},
	},
];
