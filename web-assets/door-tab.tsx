import { useEffect, useState } from "preact/hooks";
import { inTurn } from "./api.ts";
import { notify, page } from "./store.ts";
import * as texts from "./texts/all.ts";
import { say } from "./texts.ts";

/** The tab "Door", whose program is loaded when it is opened (decision 8). */
export function Door() {
	const [script, setScript] = useState<typeof import("./door/door.tsx")>();
	useEffect(() => {
		// Where the doorbell is not there now, it is loaded when it is back.
		inTurn(() => import("./door/door.tsx")).then(setScript, () => notify(say(texts.offline), "error"));
	}, [page.link]);
	return script ? <script.Door /> : <p>{say(texts.loading)}</p>;
}
