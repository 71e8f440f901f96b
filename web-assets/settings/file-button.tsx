import { Button } from "../parts/button.tsx";

export interface FileButtonProps {
	readonly label: string;
	readonly accept: string;
	readonly onFile: (file: File) => unknown;
}

/** A button that lets choose a file, and does something with it, busy until it is done. */
export function FileButton({ label, accept, onFile }: FileButtonProps) {
	const choose = async () => {
		const input = document.createElement("input");
		input.type = "file";
		input.accept = accept;
		input.hidden = true;
		document.body.append(input);
		const file = await new Promise<File | undefined>((resolve) => {
			input.onchange = input.oncancel = () => resolve(input.files![0]);
			input.click();
		});
		input.remove();
		if (file) await onFile(file);
	};
	return <Button onClick={choose}>{label}</Button>;
}
