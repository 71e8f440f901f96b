import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type ApiError, statusOf } from "../api.ts";
import { notify } from "../store.ts";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps {
	readonly children: ComponentChildren;
	readonly onClick?: () => unknown;
	/** Why it cannot be pressed now: the button stays reachable, looks pale, and says this when pressed. */
	readonly unless?: string | false;
	readonly type?: "button" | "submit";
	readonly pressed?: boolean;
	/** "main" stands out, "danger" is red, "good" green, "plain" has no frame; and others. */
	readonly class?: string;
	readonly icon?: IconName;
	readonly label?: string;
}

/** A button. What `onClick` does may take time and fail: meanwhile it is busy, and a failure is shown as a notice. */
export function Button({ children, onClick, unless, type = "button", pressed, label, icon, class: name }: ButtonProps) {
	const [busy, setBusy] = useState(false);
	const press = async (event: Event) => {
		if (unless) {
			event.preventDefault();
			notify(unless);
		} else if (onClick && !busy) {
			setBusy(true);
			await attempt(onClick);
			setBusy(false);
		}
	};
	return (
		<button
			type={type}
			class={`button ${name ?? ""}`}
			aria-disabled={unless ? true : undefined}
			aria-busy={busy || undefined}
			aria-pressed={pressed}
			aria-label={label}
			title={unless || undefined}
			onClick={press}
		>
			{icon && <Icon name={icon} />}
			{children}
		</button>
	);
}

/** Does something that may fail, and shows a failure, as a notice where nothing else is said. */
export async function attempt(action: () => unknown, onFailure = notifyOf): Promise<void> {
	try {
		await action();
	} catch (error) {
		if (statusOf(error) === undefined) throw error;
		onFailure(error as ApiError);
	}
}

function notifyOf({ message }: ApiError): void {
	notify(message, "error");
}
