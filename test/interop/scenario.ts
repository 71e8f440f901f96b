/**
 * Scenarios are SIPp's own XML, with short elements for what nearly all of them say:
 *
 *     <invite/>                               calls, and takes the 200 to it; `number` is the CSeq, 1 if not given
 *     <called/>                               takes an INVITE, and keeps who sent it
 *     <request method="INFO" number="2">      header lines, an empty line, a body </request>
 *     <response status="180 Ringing"/>        to the request before; `tag` where its To has none yet
 *     <ack number="1"/> <bye number="2"/>     without and with the 200 to it
 *     <hung-up/>                              takes a BYE, and answers it
 *
 * `audio` is a body that describes both ways, `held` one that does not. Requests are those of the caller, unless
 * `by="called"`; `to="new"` begins a dialog, and `branch` makes one a copy of another. All but ACK are repeated until
 * they are answered, if not told otherwise (`repeat="no"`).
 */
export function expandScenario(text: string): string {
	return text.replace(ELEMENT, (_, name: string, attributes: string, content?: string) =>
		MEANINGS[name as keyof typeof MEANINGS](readAttributes(attributes), (content ?? "").trim().replace(/^\t+/gm, "")),
	);
}

type Attributes = Readonly<Record<string, string | undefined>>;

const ELEMENT =
	/<(invite|called|request|response|ack|bye|hung-up)\b((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/\1>)/g;

const MEANINGS = {
	invite: (attributes: Attributes, lines: string) =>
		[
			request({ method: "INVITE", number: "1", body: "audio", to: "new", ...attributes }, lines),
			...["100", "180", "183"].map((status) => `<recv response="${status}" optional="true"/>`),
			'<recv response="200" rrs="true"/>',
		].join("\n"),
	called: () => `<recv request="INVITE" rrs="true"><action>
		<ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
		</action></recv><Reference variables="caller"/>`,
	request,
	response,
	ack: (attributes: Attributes) => request({ method: "ACK", number: "1", ...attributes }, ""),
	bye: (attributes: Attributes) => `${request({ method: "BYE", ...attributes }, "")}<recv response="200"/>`,
	"hung-up": () => `<recv request="BYE"/>${response({ status: "200 OK" }, "")}`,
};

function request(attributes: Attributes, lines: string): string {
	const { method = "", number = "2", by, to, body, repeat, branch = "[branch]" } = attributes;
	const called = "sip:[service]@[remote_ip]:[remote_port]";
	const isNew = to === "new";
	const parties =
		by === "called"
			? ["From: <sip:peer@[local_ip]:[local_port]>;tag=[pid]", "To: [$caller]"]
			: [
					'From: "A Peer" <sip:peer@[local_ip]:[local_port]>;tag=[pid]',
					isNew ? `To: <${called}>` : `To: <${called}>[peer_tag_param]`,
				];
	const contact = /^Contact:/m.test(lines) || method === "ACK" || method === "BYE";
	return send(repeat ?? (method === "ACK" ? "no" : "yes"), [
		`${method} ${isNew ? called : "[next_url]"} SIP/2.0`,
		...(/^Via:/m.test(lines) ? [] : [`Via: SIP/2.0/UDP [local_ip]:[local_port];rport;branch=${branch}`]),
		...(isNew ? [] : ["[routes]"]),
		"Max-Forwards: 70",
		...parties,
		"Call-ID: [call_id]",
		`CSeq: ${number} ${method}`,
		...(contact ? [] : ["Contact: <sip:peer@[local_ip]:[local_port]>"]),
		...end(lines, body),
	]);
}

function response({ status = "", tag, body, repeat }: Attributes, lines: string): string {
	const refused = Number(status.slice(0, 3)) >= 300;
	return send(repeat ?? (body === undefined && !refused ? "no" : "yes"), [
		`SIP/2.0 ${status}`,
		"[last_Via:]",
		"[last_From:]",
		`[last_To:]${tag === undefined ? "" : `;tag=${tag}`}`,
		"[last_Call-ID:]",
		"[last_CSeq:]",
		...(/^Record-Route:/m.test(lines) ? [] : ["[last_Record-Route:]"]),
		...(/^(Contact:|\[last_Contact:\])/m.test(lines) || refused ? [] : ["Contact: <sip:peer@[local_ip]:[local_port]>"]),
		...end(lines, body),
	]);
}

/** Further header lines and the body. */
function end(lines: string, body?: string): string[] {
	const [headers = "", ...own] = lines.split(/\n\s*\n/);
	const session = ["v=0", "o=peer 1 1 IN IP4 [local_ip]", "s=-", `[${body}]`];
	const described = body === undefined ? own : [[...session, ...(body === "audio" ? ["a=sendrecv"] : [])].join("\n")];
	return [
		...(headers === "" ? [] : [headers]),
		...(body === undefined ? [] : ["Content-Type: application/sdp"]),
		`Content-Length: ${described.length === 0 ? "0" : "[len]"}`,
		"",
		...described,
	];
}

function send(repeat: string, lines: readonly string[]): string {
	return `<send${repeat === "yes" ? ' retrans="500"' : ""}><![CDATA[\n${lines.join("\n")}\n]]></send>`;
}

function readAttributes(text: string): Attributes {
	return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}
