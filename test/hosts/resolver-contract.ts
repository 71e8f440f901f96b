import { deepEqual, equal, ok } from "node:assert/strict";
import type { Network } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

export interface ResolverWorld {
	readonly network: Pick<Network, "resolve">;
	readonly known: { readonly name: string; readonly address: string };
	/** Names that have no address. */
	readonly unknown: readonly string[];
}

type Answer = readonly string[] | "error";

/** Asks for `host`; the answers collect in the returned array. */
function ask({ network }: ResolverWorld, host: string): Answer[] {
	const answers: Answer[] = [];
	let inside = true;
	const answer = (answer: Answer) => {
		ok(!inside);
		answers.push(answer);
	};
	network.resolve({ host, onResolved: (addresses) => answer(addresses), onError: () => answer("error") });
	inside = false;
	return answers;
}

export const resolverContract: readonly Fact<ResolverWorld>[] = [
	{
		title: "answers an address literal with itself, in a later turn",
		steps(world) {
			const answers = ask(world, "192.0.2.9");
			return [() => answers.length > 0, () => deepEqual(answers, [["192.0.2.9"]])];
		},
	},
	{
		title: "finds the addresses of a name in any case",
		steps(world) {
			const { name, address } = world.known;
			const lower = ask(world, name);
			const upper = ask(world, name.toUpperCase());
			return [
				() => lower.length > 0 && upper.length > 0,
				() => ok(lower[0]?.includes(address)),
				() => ok(upper[0]?.includes(address)),
			];
		},
	},
	{
		title: "reports a name without an address, once",
		steps(world) {
			const asked = world.unknown.map((name) => ask(world, name));
			let literal: Answer[] = [];
			return [
				() => asked.every((answers) => answers.length > 0),
				() => (literal = ask(world, "192.0.2.9")),
				() => literal.length > 0,
				() => {
					for (const answers of asked) deepEqual(answers, ["error"]);
					equal(asked.length, world.unknown.length);
				},
			];
		},
	},
];
