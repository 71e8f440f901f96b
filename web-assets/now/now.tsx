import { Calling } from "./calling.tsx";
import { Lately } from "./lately.tsx";
import { Sound } from "./sound.tsx";
import { Station } from "./station.tsx";
import { System } from "./system.tsx";
import "./now.css";

/** The tab that shows what the doorbell is doing, with everything it can do. */
export function Now() {
	return (
		<div class="columns">
			<div class="stack">
				<Station />
				<Lately />
			</div>
			<div class="stack">
				<Calling />
				<Sound />
				<System />
			</div>
		</div>
	);
}
