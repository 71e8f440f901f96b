/** What the board's Wi-Fi station asks for and tells, as types only. */

/** Name and password of a Wi-Fi network; an open one has "". */
export interface WifiLogin {
	readonly name: string;
	readonly password: string;
}

export type StationOutput =
	/** Join a network; answered by `associated` and an address, or by `disconnected`. */
	| { readonly type: "connect"; readonly login: WifiLogin }
	/** Leave the network, or give the attempt up. */
	| { readonly type: "leave" }
	/** Look for networks; answered by `scanned`. */
	| { readonly type: "scan" }
	/** Look no more: it takes too long. */
	| { readonly type: "end scan" }
	/** What was found may be told. */
	| { readonly type: "scanned" }
	/** The network that was tried works: it is to be kept, and is the one to join from now on. */
	| { readonly type: "joined"; readonly login: WifiLogin }
	/** The network that was tried does not work; `problem` stands behind its name. */
	| { readonly type: "failed"; readonly login: WifiLogin; readonly problem: string }
	/** There is an address, or another one. */
	| { readonly type: "up"; readonly address: string }
	/** There is no network any more. */
	| { readonly type: "down" }
	| { readonly type: "line"; readonly level: "info" | "error"; readonly text: string };
