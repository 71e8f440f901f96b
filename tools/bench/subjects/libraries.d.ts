/** Other people's libraries, as far as they are measured here; they are installed when they are needed (../libraries). */

type LibraryParameters = Readonly<Record<string, string | null | undefined>>;

declare module "sip" {
	interface Place {
		readonly user?: string;
		readonly host: string;
		readonly port?: number;
	}
	interface Address {
		readonly uri: string;
		readonly params: LibraryParameters;
	}
	interface Via {
		readonly host: string;
		readonly port?: number;
		readonly params: LibraryParameters;
	}
	interface Message {
		readonly method?: string;
		readonly status?: number;
		readonly headers: {
			readonly via: readonly Via[];
			readonly from: Address;
			readonly to: Address;
			readonly cseq: { readonly seq: number; readonly method: string };
			readonly "call-id": string;
			readonly contact?: readonly Address[];
			readonly "record-route"?: readonly { readonly uri: Place }[];
		};
		readonly content: string;
	}
	export function parse(text: string): Message | undefined;
	export function parseUri(text: string): Place | undefined;
	export function makeResponse(request: Message, status: number, reason: string, extension: object): object;
	export function stringify(message: object): string;
}

declare module "sip/sdp" {
	export function parse(text: string): {
		readonly o: { readonly id: string; readonly version: string };
		readonly c: { readonly address: string };
		readonly m: readonly { readonly port: number; readonly fmt: readonly number[]; readonly a: readonly string[] }[];
	};
	export function stringify(description: object): string;
}

declare module "drachtio-sip" {
	import type { Message, Place } from "sip";
	export class SipMessage {
		constructor(text?: string);
		static parseUri(text: string): Place | undefined;
		method?: string;
		uri?: string;
		status?: number;
		reason?: string;
		body?: string;
		has(name: string): boolean;
		get(name: string): string | undefined;
		set(name: string, value: string): this;
		getParsedHeader<Name extends keyof Message["headers"]>(name: Name): NonNullable<Message["headers"][Name]>;
		toString(): string;
	}
}

declare module "sip.js/lib/core/messages/parser.js" {
	interface Place {
		readonly user?: string;
		readonly host: string;
		readonly port?: number;
	}
	export interface SipJsMessage {
		readonly method: string;
		readonly statusCode?: number;
		readonly via: { readonly host: string; readonly port?: number };
		readonly viaBranch: string;
		readonly from: { readonly uri: Place };
		readonly fromTag?: string;
		readonly to: { readonly uri: Place };
		readonly toTag?: string;
		readonly cseq: number;
		readonly callId: string;
		readonly body: string;
		getHeaders(name: string): readonly string[];
		parseHeader(name: string): { readonly uri: Place } | undefined;
	}
	export const Parser: {
		parseMessage(
			text: string,
			logger: { warn(text: string): void; error(text: string): void },
		): SipJsMessage | undefined;
	};
}

declare module "jssip/lib/Parser.js" {
	interface Place {
		readonly user?: string;
		readonly host: string;
		readonly port?: number;
	}
	export interface JsSipMessage {
		readonly method: string;
		readonly status_code?: number;
		readonly via: { readonly host: string; readonly port?: number };
		readonly via_branch: string;
		readonly from: { readonly uri: Place };
		readonly from_tag?: string;
		readonly to: { readonly uri: Place };
		to_tag?: string;
		readonly cseq: number;
		readonly call_id: string;
		readonly body: string;
		ua: object;
		server_transaction: { receiveResponse(status: number, text: string): void };
		reply(status: number, reason: string, headers: readonly string[], body: string): void;
		hasHeader(name: string): boolean;
		getHeaders(name: string): readonly string[];
		parseHeader(name: string): { readonly uri: Place } | undefined;
	}
	export function parseMessage(text: string): JsSipMessage | undefined;
}

declare module "jssip/lib/URI.js" {
	export default class URI {
		constructor(scheme: string, user: string | null, host: string);
	}
}

declare module "jssip/lib/SIPMessage.js" {
	import type URI from "jssip/lib/URI.js";
	export class OutgoingRequest {
		constructor(method: string, uri: URI, agent: object, values: object, headers: readonly string[]);
		setHeader(name: string, value: string): void;
		toString(): string;
	}
}

declare module "sip.js/lib/grammar/uri.js" {
	export class URI {
		constructor(scheme: string, user: string, host: string);
	}
}

declare module "sip.js/lib/core/messages/outgoing-request-message.js" {
	import type { URI } from "sip.js/lib/grammar/uri.js";
	export class OutgoingRequestMessage {
		constructor(method: string, uri: URI, from: URI, to: URI, options: object, headers: readonly string[]);
		setViaHeader(branch: string, transport: string): void;
		toString(): string;
	}
}

declare module "sip.js/lib/core/messages/outgoing-response.js" {
	import type { SipJsMessage } from "sip.js/lib/core/messages/parser.js";
	export function constructOutgoingResponse(request: SipJsMessage, options: object): { readonly message: string };
}

declare module "sdp-transform" {
	export function parse(text: string): {
		readonly origin: { readonly sessionId: number | string; readonly sessionVersion: number };
		readonly connection?: { readonly ip: string };
		readonly media: readonly {
			readonly port: number;
			readonly payloads?: string;
			readonly rtp: readonly { readonly payload: number; readonly codec: string; readonly rate?: number }[];
			readonly direction?: string;
			readonly ptime?: number;
		}[];
	};
	export function write(description: object): string;
}

declare module "parsip" {
	import type { JsSipMessage } from "jssip/lib/Parser.js";
	export function getSIP(text: string): JsSipMessage | undefined;
}

declare module "alawmulaw" {
	interface Law {
		encode(samples: Int16Array): Uint8Array;
		decode(codes: Uint8Array): Int16Array;
	}
	export const mulaw: Law;
	export const alaw: Law;
}
