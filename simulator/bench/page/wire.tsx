import { useEffect, useRef } from "preact/hooks";
import type { PhoneView, StreamView, WireEnd, WireLine } from "../protocol.ts";

/** Pixels from the end of the list at which it still counts as being there. */
const NEAR_END = 40;

interface WireProperties {
	readonly title: string;
	readonly end: WireEnd;
	readonly lines: readonly WireLine[];
	readonly stream?: StreamView;
	readonly phones?: readonly PhoneView[];
}

/** What goes over the wire, as one end sees it: each SIP message, to be opened, and the packets of the call. */
export function Wire({ title, end, lines, stream, phones = [] }: WireProperties) {
	const own = lines.filter((line) => line.end === end);
	const list = useRef<HTMLOListElement>(null);
	const atEnd = useRef(true);
	const last = own.at(-1)?.id;
	useEffect(() => {
		if (last !== undefined && atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
	}, [last]);
	return (
		<section class={`card wire wire-${end}`} aria-labelledby={`wire-${end}`}>
			<div class="card-head">
				<h2 id={`wire-${end}`}>
					<span class="eyebrow">On the wire</span> {title}
				</h2>
			</div>
			<Stream name="RTP" stream={stream ?? phones.find((phone) => phone.stream)?.stream} />
			{own.length === 0 ? (
				<p class="note">Nothing yet.</p>
			) : (
				<ol
					ref={list}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
					tabIndex={0}
					aria-label={`SIP messages ${title.toLowerCase()}`}
					onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
						atEnd.current = scrollTop + clientHeight > scrollHeight - NEAR_END;
					}}
				>
					{own.map((line) => (
						<Line key={line.id} line={line} />
					))}
				</ol>
			)}
		</section>
	);
}

function Line({ line: { time, direction, title, note, peer, text } }: { readonly line: WireLine }) {
	return (
		<li class={direction}>
			<details>
				<summary>
					<time>{timeOfDay(time)}</time>
					<span class="arrow" role="img" aria-label={direction === "sent" ? `to ${peer}` : `from ${peer}`}>
						{direction === "sent" ? "→" : "←"}
					</span>
					<b data-kind={kindOf(title)}>{title}</b>
					<span class="line-note">{note}</span>
				</summary>
				<pre>{text}</pre>
			</details>
		</li>
	);
}

function Stream({ name, stream }: { readonly name: string; readonly stream: StreamView | undefined }) {
	if (!stream) return <p class="stream idle">{name}: no call</p>;
	const { law, sendRate, receiveRate, lost, late, jitter, depth } = stream;
	return (
		<dl class="stream">
			<Figure name={`${name} out`} value={`${sendRate}/s`} />
			<Figure name="in" value={`${receiveRate}/s`} />
			<Figure name="lost" value={`${lost}`} alarming={lost > 0} />
			<Figure name="late" value={`${late}`} alarming={late > 0} />
			<Figure name="jitter" value={`${jitter} ms`} />
			<Figure name="buffer" value={`${depth} ms`} />
			<Figure name="codec" value={law} />
		</dl>
	);
}

interface FigureProperties {
	readonly name: string;
	readonly value: string;
	readonly alarming?: boolean;
}

function Figure({ name, value, alarming = false }: FigureProperties) {
	return (
		<div data-alarming={alarming}>
			<dt>{name}</dt>
			<dd>{value}</dd>
		</div>
	);
}

/** Requests, good news and bad news look different. */
function kindOf(title: string): string {
	const status = Number.parseInt(title, 10);
	if (Number.isNaN(status)) return "request";
	// Still under way, or asked for a password: neither good nor bad.
	if (status < 200 || status === 401 || status === 407) return "request";
	return status < 300 ? "success" : "failure";
}

function timeOfDay(time: number): string {
	const date = new Date(time);
	const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => `${part}`.padStart(2, "0"));
	return `${parts.join(":")}.${`${date.getMilliseconds()}`.padStart(3, "0")}`;
}
