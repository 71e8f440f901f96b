import type { PbxView } from "../protocol.ts";
import type { BenchClient } from "./bench-client.ts";

interface PbxPanelProperties {
	readonly client: BenchClient;
	readonly pbx: PbxView;
}

/** Whose habits the PBX has. */
export function PbxPanel({ client, pbx }: PbxPanelProperties) {
	const { profiles, profile, quirks } = pbx;
	return (
		<section class="card pbx" aria-labelledby="pbx-title">
			<div class="card-head">
				<h2 id="pbx-title">Phone system</h2>
				<p class="note">another one starts it anew: calls end, and the doorbell registers again</p>
			</div>
			<label class="profile">
				<span>It behaves like</span>
				<select
					value={profile}
					onChange={({ currentTarget }) => client.send({ type: "profile", profile: Number(currentTarget.value) })}
				>
					{profiles.map((name, index) => (
						<option key={name} value={index}>
							{name}
						</option>
					))}
				</select>
			</label>
			{quirks.length === 0 ? (
				<p class="note">It keeps to the standards.</p>
			) : (
				<ul class="quirks">
					{quirks.map(({ row, text, evidence, hypothesis }) => (
						<li key={row}>
							<b>{row}</b> {text} <small>({hypothesis ? `${evidence}, hypothesis` : evidence})</small>
						</li>
					))}
				</ul>
			)}
		</section>
	);
}
