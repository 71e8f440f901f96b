import { AccessGate } from "./access/gate.tsx";
import { OpenQuestion } from "./access/question.tsx";
import { Door } from "./door-tab.tsx";
import { Log } from "./log/log.tsx";
import { remember } from "./memory.ts";
import { Now } from "./now/now.tsx";
import { Icon } from "./parts/icon.tsx";
import { Settings } from "./settings/settings.tsx";
import { chooseLanguage, chooseTab, page, TABS, useStore } from "./store.ts";
import * as texts from "./texts/all.ts";
import { say } from "./texts.ts";
import { Why } from "./why/why.tsx";

const PANELS = { now: Now, door: Door, log: Log, why: Why, settings: Settings };
const TITLES = { now: texts.now, door: texts.door, log: texts.log, why: texts.why, settings: texts.settings };

/** The whole page. */
export function App() {
	useStore();
	const { access, link, notice, tab } = page;
	const open = access === "open";
	const Panel = PANELS[tab];
	const other = page.language === "en" ? "de" : "en";
	return (
		<>
			<header class="top">
				<p class="brand">
					<Icon name="now" /> <span>{say(texts.title)}</span>
				</p>
				{open && <Registration />}
				{open && <TabBar />}
				<button
					type="button"
					class="button plain language"
					lang={other}
					onClick={() => {
						chooseLanguage(other);
						remember("language", other, true);
					}}
				>
					{say(texts.otherLanguage)}
				</button>
			</header>
			<div class="banner" role="status">
				{link === "lost" && <p>{say(texts.lost)}</p>}
			</div>
			<main>
				{open ? (
					<div id="panel" role="tabpanel" aria-labelledby={`tab-${tab}`} class="panel">
						<Panel />
					</div>
				) : (
					<div class="panel gate">
						<AccessGate />
					</div>
				)}
			</main>
			<div class="notices" role="status">
				{notice && <p class={notice.kind}>{notice.text}</p>}
			</div>
			<OpenQuestion />
		</>
	);
}

/** Whether the phone system knows the doorbell, in sight from everywhere. */
function Registration() {
	const state = page.link === "lost" ? undefined : page.status?.registration.state;
	const registered = state === "REGISTERED";
	return (
		<p class="registration" data-registered={registered || undefined}>
			{state && say(registered ? texts.registered : texts.notRegistered)}
		</p>
	);
}

/** Tabs with the arrow keys, as the ARIA Authoring Practices describe them. */
function TabBar() {
	const chosen = TABS.indexOf(page.tab);
	const move = (event: KeyboardEvent) => {
		const goals: Record<string, number> = { ArrowRight: chosen + 1, ArrowLeft: chosen + 4, Home: 0, End: 4 };
		const goal = goals[event.key];
		if (goal === undefined) return;
		event.preventDefault();
		const tab = TABS[goal % TABS.length]!;
		void chooseTab(tab);
		document.getElementById(`tab-${tab}`)!.focus();
	};
	return (
		<div class="tabs" role="tablist" aria-label={say(texts.title)} onKeyDown={move}>
			{TABS.map((tab) => (
				<button
					key={tab}
					type="button"
					role="tab"
					id={`tab-${tab}`}
					aria-selected={tab === page.tab}
					aria-controls="panel"
					tabIndex={tab === page.tab ? 0 : -1}
					onClick={() => chooseTab(tab)}
				>
					<Icon name={tab} />
					<span>{say(TITLES[tab])}</span>
				</button>
			))}
		</div>
	);
}
