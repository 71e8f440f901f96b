import { post } from "../api.ts";
import { houseTime, houseZone } from "../log/line.tsx";
import { offsetAt } from "../log/zone.ts";
import { Button } from "../parts/button.tsx";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say, tell } from "../texts.ts";
import { targetsOf } from "./figures.ts";
import { isOffline } from "./offline.ts";

/** The hour at which a house gets up. */
const MORNING = 7;

/** Do not disturb: whether, until when, and whom the buttons ring meanwhile; also because of the quiet hours. */
export function Quiet() {
	const { settings, status } = page;
	const quiet = status?.quiet;
	const until = quiet?.until && tell(texts.until, houseTime({ time: quiet.until }).slice(0, 5));
	const isOwn = quiet?.by === "switch";
	const title = `${say(quiet && !isOwn ? texts.quietHours : texts.quiet)} ${until || ""}`.trim();
	const offline = isOffline();
	const ringing = targetsOf(settings?.["quiet.targets"]).join(", ") || tell(texts.quietNobody);
	const key = (name: string, minutes: () => number) => (
		<Button key={name} unless={offline} onClick={() => post("/api/quiet", { minutes: minutes() })}>
			{name}
		</Button>
	);
	return (
		<fieldset class="row" aria-label={say(texts.quiet)}>
			<p class="grow" role="status">
				{quiet ? say(texts.quietRings, title, ringing) : title}
			</p>
			{isOwn
				? key(say(texts.quietEnd), () => 0)
				: [key("1 h", () => 60), key(say(texts.until, `${MORNING}:00`), () => minutesUntil(MORNING))]}
		</fieldset>
	);
}

/** Minutes until it is that hour at the house, at most a day. */
function minutesUntil(hour: number): number {
	const now = Date.now();
	const minute = Math.floor((now + offsetAt(houseZone(), now)) / 60_000) % 1_440;
	return ((60 * hour - minute + 1_439) % 1_440) + 1;
}
