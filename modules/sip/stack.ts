import type { Account } from "./account.ts";
import type { Authentication } from "./authentication.ts";
import type { Locator } from "./locator.ts";
import type { Mapping } from "./mapping.ts";
import type { Outbox } from "./outbox.ts";
import type { Registration } from "./registration.ts";
import type { TransactionLayer } from "./transaction-layer.ts";

/** What the user agent lends to the registration and the calls in it. */
export interface Stack {
	readonly account: Account;
	readonly outbox: Outbox;
	readonly locator: Locator;
	readonly transactions: TransactionLayer;
	/** Our Contact value for a peer at `remote`; `undefined` while the network is down. */
	contact(remote: string): string | undefined;
	readonly token: () => string;
	readonly random: () => number;
	/** Value of User-Agent and Server headers. */
	readonly product: string;
	/** The registration, where there is a server. */
	registration?: Registration | undefined;
	/** How the server sees us, where that differs. */
	mapping?: Mapping | undefined;
	/** A fresh holder of challenges with the account's credentials. */
	authentication(): Authentication;
}
