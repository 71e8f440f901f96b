import { useEffect } from "preact/hooks";
import type { State } from "../../modules/doorbell/output.ts";
import { post } from "../api.ts";
import { troubleSince } from "../log/lines.ts";
import type { Call, Status } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { type Row, say } from "../texts.ts";
import { translated } from "../translation.ts";
import { clock, quality, span } from "./figures.ts";
import { Lockout } from "./lockout.tsx";
import { isOffline } from "./offline.ts";
import { nameOf } from "./peer.ts";
import { useSeconds } from "./seconds.ts";
import { TalkKeys } from "./talk-keys.tsx";

const STATES: Readonly<Record<State, Row>> = {
	UNCONFIGURED: texts.unconfigured,
	IDLE: texts.idle,
	REGISTERING: texts.registering,
	REGISTERED: texts.registered,
	DISCONNECTED: texts.disconnected,
	CALLING: texts.calling,
	RINGING: texts.incoming,
	CONNECTED: texts.connected,
	ERROR: texts.notRegistered,
};

/** After these lines, the call does what was asked last. */
const ORDERED = /CONNECTED$|^Transferring|on hold$|goes on$/;

interface StationProps {
	/** `undefined` while the doorbell is not there. */
	readonly status: Status | undefined;
}

/** The door station: its lamp, what it is doing, with whom, and its keys. */
export function Station() {
	const lost = page.link === "lost";
	// What it was doing when it was last heard of says nothing of now.
	const status = lost ? undefined : page.status;
	const words = say(status ? wordsOf(status) : lost ? texts.unreachable : texts.loading);
	useEffect(() => {
		document.title = `${words} · ${say(texts.title)}`;
	}, [words]);
	return (
		<section class="station" data-state={status?.state} aria-labelledby="state">
			<div class="grille" />
			<Lamp status={status} />
			<div class="state" role="status">
				<h1 id="state">{words}</h1>
				<Detail status={status} />
				<Lockout />
				<p class="hidden">{status?.door && say(texts.doorOpens)}</p>
			</div>
			<dl class="facts">
				{(status?.call ? factsOfCall(status.call) : factsOfDevice(status)).map(([name, value]) => (
					<div>
						<dt>{name}</dt>
						<dd>{value || "–"}</dd>
					</div>
				))}
			</dl>
			<Keys status={status} />
			{status?.call?.state === "connected" && <TalkKeys call={status.call} />}
		</section>
	);
}

function wordsOf({ state, call }: Status): Row {
	if (call?.held || call?.onHold) return texts.held;
	return state === "CALLING" && call?.state === "ringing" ? texts.theyRing : STATES[state];
}

/** Who is at the other end, or why there is no registration, or how the last call ended. */
function Detail({ status }: StationProps) {
	if (status?.call) {
		const { peer, held, onHold, transferTo, waiting, listening } = status.call;
		const { name, number } = peer;
		const trouble = troubleSince(ORDERED, page.lines);
		return (
			<>
				<p class="peer">
					<strong>{nameOf(peer)}</strong> {name && name !== number && number}
				</p>
				<p>{held && say(texts.holdsUs)}</p>
				<p>{onHold && say(texts.weHold)}</p>
				<p>{listening === false && say(texts.microphoneOff)}</p>
				<p>{transferTo && say(texts.transferring, transferTo)}</p>
				<p>{waiting && say(waiting.onHold ? texts.waitsToo : texts.callsToo, nameOf(waiting))}</p>
				<p class="problem">{trouble && translated(trouble)}</p>
			</>
		);
	}
	const problem = status?.registration.lastError;
	if (problem) return <p class="problem">{translated(problem)}</p>;
	return <p>{status && hintOf(status)}</p>;
}

function hintOf({ state, lastCall }: Status): string {
	if (state === "UNCONFIGURED") return say(texts.setUpHint);
	if (state === "DISCONNECTED") return say(texts.disconnectedHint);
	return lastCall && say(texts.lastCall, translated(lastCall));
}

/** The ring of light with the bell, or the time of the call, in it. */
function Lamp({ status }: StationProps) {
	const call = status?.call;
	const seconds = useSeconds(call?.seconds);
	return <div class="lamp">{call?.state === "connected" ? <time>{clock(seconds)}</time> : <Icon name="now" />}</div>;
}

/** Three figures, of the call or of the device. */
type Facts = readonly (readonly [name: string, value: string | undefined])[];

function factsOfCall({ codec, statistics }: Call): Facts {
	const { word, figures } = quality(statistics);
	return [
		["Codec", codec],
		[say(texts.quality), word],
		[say(texts.loss), figures],
	];
}

function factsOfDevice(status: Status | undefined): Facts {
	return [
		[say(texts.address), status && (status.network?.address ?? say(texts.noNetwork))],
		[say(texts.running), status && span(status.uptime)],
		["Firmware", status?.firmware],
	];
}

function Keys({ status }: StationProps) {
	const offline = isOffline();
	const call = status?.call;
	const waits = call?.direction === "incoming" && call.state === "ringing";
	const noOffer = offline || (!waits && say(texts.nobodyCalls));
	const hasSecond = status?.secondDoor !== undefined;
	const second = call?.waiting && !call.waiting.onHold;
	return (
		<fieldset class="keys" aria-label={say(texts.keys)}>
			<Button class="key good" icon="call" unless={noOffer} onClick={() => post("/api/call/answer")}>
				{say(texts.answer)}
			</Button>
			<Button class="key danger" icon="reject" unless={!second && noOffer} onClick={() => post("/api/call/reject")}>
				{say(texts.reject)}
			</Button>
			<Button
				class="key danger"
				icon="end"
				unless={offline || ((!call || waits) && say(texts.noCall))}
				onClick={() => post("/api/call/hangup")}
			>
				{say(texts.hangUp)}
			</Button>
			<Button
				class={`key ${hasSecond ? "" : "door"} ${status?.door ? "good" : "main"}`}
				icon="door"
				unless={offline}
				onClick={() => post("/api/door/open")}
			>
				{say(status?.door ? texts.doorOpens : texts.openDoor)}
			</Button>
			{hasSecond && (
				<Button
					class="key"
					icon="door"
					pressed={status.secondDoor}
					unless={offline}
					onClick={() => post("/api/door/open", { door: 2 })}
				>
					{say(texts.secondDoor)}
				</Button>
			)}
			<Button
				class="key"
				icon="light"
				pressed={status?.light ?? false}
				unless={offline}
				onClick={() => post("/api/light", { on: !status?.light })}
			>
				{say(texts.light)}
			</Button>
		</fieldset>
	);
}
