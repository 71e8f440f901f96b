import type { Hash } from "../auth/digest.ts";
import type { Account } from "./account.ts";
import { type Address, formatAddress, sameAddress } from "./address.ts";
import { Authentication, type AuthenticationOptions, type Credentials } from "./authentication.ts";
import { Locator } from "./locator.ts";
import type { Mapping } from "./mapping.ts";
import type { Outbox } from "./outbox.ts";
import type { Registration } from "./registration.ts";
import type { Stack } from "./stack.ts";
import { TransactionLayer, type TransactionLayerOptions } from "./transaction-layer.ts";
import type { Transport } from "./transport.ts";
import { escapeUser } from "./uri.ts";

/** What a user agent is given, as far as its parts need it. */
export interface AgentStackOptions {
	readonly account: Account;
	readonly localAddress: (remote: string) => Address | undefined;
	readonly hash: Hash;
	readonly token: () => string;
	readonly random: () => number;
	readonly product: string;
	readonly transport?: Transport | undefined;
}

/** The stack of a {@link UserAgent}. One object for all that its parts ask for: on the board a function takes ten slots. */
export class AgentStack implements Stack, TransactionLayerOptions, AuthenticationOptions {
	readonly account: Account;
	readonly outbox: Outbox;
	readonly localAddress: (remote: string) => Address | undefined;
	readonly hash: Hash;
	readonly token: () => string;
	readonly random: () => number;
	readonly product: string;
	readonly transport: Transport | undefined;
	readonly locator: Locator;
	readonly transactions: TransactionLayer;
	registration: Registration | undefined;
	mapping: Mapping | undefined;

	constructor(options: AgentStackOptions, outbox: Outbox) {
		this.account = options.account;
		this.outbox = outbox;
		this.localAddress = options.localAddress;
		this.hash = options.hash;
		this.token = options.token;
		this.random = options.random;
		this.product = options.product;
		this.transport = options.transport;
		this.locator = new Locator(outbox, this.random, this.transport);
		this.transactions = new TransactionLayer(this);
	}

	get credentials(): Credentials {
		return this.account.credentials;
	}

	contact(remote: string): string | undefined {
		const local = this.localAddress(remote);
		const { mapping } = this;
		const mapped = mapping?.server === remote && sameAddress(mapping.own, local);
		return local && `<sip:${escapeUser(this.account.user)}@${formatAddress(mapped ? mapping.seen : local)}>`;
	}

	authentication(): Authentication {
		return new Authentication(this);
	}
}
