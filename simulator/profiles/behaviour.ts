import type { RegistrarOptions } from "../../modules/registrar/registrar.ts";

/** How the PBX log-in and registrar may differ from the plain one, see {@link RegistrarOptions}. */
type RegistrarBehaviour = Pick<
	RegistrarOptions,
	| "realm"
	| "qop"
	| "algorithms"
	| "oneTimeNonces"
	| "nonceLifetime"
	| "slowsGuesses"
	| "minimumExpires"
	| "raisedExpires"
	| "maximumExpires"
>;

/** What a PBX does otherwise than the plain one, as data. */
export interface PbxBehaviour extends RegistrarBehaviour {
	/** Hears no REGISTER whose Request-URI has a user part. */
	readonly ignoresUserInRegister?: boolean;
	/** Hears no REGISTER with more header fields. */
	readonly registerHeaders?: number;
	/** Never says that only the nonce was refused. */
	readonly unsaidStale?: boolean;
	/** Each challenge has an `opaque` of its own, which must come back. */
	readonly opaque?: boolean;
	/** The To tag of a challenge is the branch of the request. */
	readonly tagIsBranch?: boolean;
	/** Status of the challenge to callers; 407 by default. */
	readonly callChallenge?: 401 | 407;
	/** Challenges only every second caller. */
	readonly forgoesChallenges?: boolean;
	/** A Contact of somebody else that every 200 to REGISTER lists first. */
	readonly otherContact?: string;
	/** Seconds from one OPTIONS to the next; the first one comes before the 200 to REGISTER. */
	readonly qualifies?: number;
	/** Rings by 183 with a description that is not the one of the 200. */
	readonly earlyMedia?: boolean;
	/** Answers without having rung. */
	readonly noRinging?: boolean;
	/** Payload type of telephone events in the answer. */
	readonly eventType?: number;
	/** Names the codecs in the answer in another order than the offer. */
	readonly reversesCodecs?: boolean;
	/** Seconds of Session-Expires in the 200 to INVITE; refreshed by a re-INVITE. */
	readonly sessionInterval?: number;
	/** Refuses a smaller Session-Expires by 422. Seconds. */
	readonly sessionMinimum?: number;
	/** The value of Reason in CANCEL. */
	readonly cancelReason?: string;
	/** Writes several spaces before the number in Content-Length. */
	readonly spacedLength?: boolean;
	/** Stands behind a session border controller: what that one does to messages. */
	readonly border?: BorderBehaviour;
}

export interface BorderBehaviour {
	/** Calls come with the Via of the border above that of the PBX. */
	readonly addsVia?: boolean;
	/** Stays in the path of calls by Record-Route. */
	readonly recordsRoute?: boolean;
	/** Its Record-Route in calls to the doorbell lacks `lr`. */
	readonly isStrict?: boolean;
	/** The Contact of whoever is behind it, which leads nowhere. */
	readonly contact?: string;
}

/** Where it is known from that a PBX does something, as docs/interop.md marks it. */
export type Evidence = "live" | "code" | "doc" | "issue" | "RFC";

/** One habit of a PBX. */
export interface Quirk {
	/** The row of docs/interop.md. */
	readonly row: string;
	/** What it does, in a few words. */
	readonly text: string;
	readonly evidence: Evidence;
	/** Rests on one report, or on an inference of ours. */
	readonly hypothesis?: true;
	readonly behaviour: PbxBehaviour;
}

/** A PBX that people have, as far as its habits are known. */
export interface PbxProfile {
	/** As the command line names it. */
	readonly name: string;
	readonly title: string;
	readonly quirks: readonly Quirk[];
}

/** All that the quirks of a profile ask for. */
export function behaviourOf({ quirks }: PbxProfile): PbxBehaviour {
	const border = Object.assign({}, ...quirks.map(({ behaviour }) => behaviour.border));
	return Object.assign({}, ...quirks.map(({ behaviour }) => behaviour), Object.keys(border).length > 0 && { border });
}
