import { useEffect, useState } from "preact/hooks";
import { get, post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { notify } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { PasswordField } from "./password-field.tsx";

interface Network {
	readonly name: string;
	/** dBm. */
	readonly strength: number;
	readonly open: boolean;
}

/** Joins a Wi-Fi network. */
export function WifiJoin() {
	const [networks, setNetworks] = useState<readonly Network[]>();
	const [name, setName] = useState("");
	const [password, setPassword] = useState("");
	const look = async () => {
		const { networks: found } = await get<{ networks: Network[] }>("/api/wifi/scan", { long: true });
		setNetworks(found.sort((left, right) => right.strength - left.strength));
	};
	useEffect(() => {
		// A network can be typed in even if none was found.
		look().catch(() => setNetworks([]));
	}, []);
	if (!networks) return null;
	const chosen = networks.find((network) => network.name === name);
	const join = async () => {
		await post("/api/wifi/join", { name, password: chosen?.open ? "" : password });
		notify(say(texts.wifiJoining, name));
		// Comes when it is known what became of it, where this device and the doorbell still hear each other then.
		notify((await get<{ text: string }>("/api/wifi/join", { long: true })).text);
	};
	return (
		<form class="card">
			<h2>{say(texts.wifi)}</h2>
			<TextField label={say(texts.wifiName)} maxLength={32} value={name} onInput={setName} />
			{networks.map((network) => (
				<Button class="between" pressed={network === chosen} onClick={() => setName(network.name)}>
					{network.name}
					<small>{say(network.strength > -60 ? texts.strong : network.strength > -75 ? texts.fair : texts.weak)}</small>
				</Button>
			))}
			{!chosen?.open && <PasswordField label={say(texts.wifiPassword)} value={password} onInput={setPassword} />}
			<div class="row">
				<Button class="main" type="submit" unless={!name && say(texts.wifiName)} onClick={join}>
					{say(texts.wifiJoin)}
				</Button>
				<Button onClick={look}>{say(texts.wifiLook)}</Button>
			</div>
		</form>
	);
}
