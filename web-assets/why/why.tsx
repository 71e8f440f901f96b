import { houseTime } from "../log/line.tsx";
import { Button } from "../parts/button.tsx";
import { copyText } from "../parts/copy.ts";
import { download } from "../parts/download.ts";
import { notify, page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { explain } from "./explain.ts";
import { Ladder } from "./ladder.tsx";
import { endpoint } from "./signs.ts";
import { markOf, toldWhole } from "./told.ts";
import { useTrace } from "./trace.ts";
import { verdict } from "./verdict.ts";
import "./why.css";

/** The tab that explains what went wrong. */
export function Why() {
	const { status } = page;
	const messages = useTrace();
	const conversations = explain(messages ?? []);
	const copy = () => {
		const all = (messages ?? []).map(
			(message) => `--- ${houseTime(message)} ${message.direction} ${endpoint(message)}\n${message.text.trimEnd()}\n`,
		);
		const text = all.join("\n");
		copyText(text);
		notify(say(texts.copied, text.split("\n").length));
	};
	return (
		<div class="stack why">
			<section class="card" role="status">
				<h1>{say(texts.whyLong)}</h1>
				{status &&
					messages &&
					verdict(status, conversations, page.lines).map(({ good, said }) => (
						<p class="finding" data-mark={markOf(good)}>
							{toldWhole(said)}
						</p>
					))}
			</section>
			<div class="row">
				<h2 class="grow">{say(texts.messagesTitle)}</h2>
				<Button onClick={() => download("/api/trace.pcap", "doorbell.pcap")}>{say(texts.wireshark)}</Button>
				<Button onClick={copy}>{say(texts.copyAll)}</Button>
			</div>
			<p class="help">{say(messages?.length === 0 ? texts.noLines : texts.messagesHelp)}</p>
			{conversations.map((conversation, index) => (
				<Ladder key={conversation.id} conversation={conversation} newest={index === 0} />
			))}
		</div>
	);
}
