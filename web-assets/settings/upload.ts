import { apiError, credentials, get, problemOf } from "../api.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** Sends a file, and tells how much of it is sent, from 0 to 1. Throws `ApiError`. */
export async function upload(path: string, file: File, onProgress: (part: number) => void): Promise<void> {
	// Asks first, so that the nonce is fresh: a big file is not to be sent twice.
	await get(path);
	const authorization = credentials.authorize("POST", path);
	await new Promise<void>((resolve, reject) => {
		const exchange = new XMLHttpRequest();
		exchange.open("POST", path);
		exchange.setRequestHeader("Content-Type", "application/octet-stream");
		if (authorization) exchange.setRequestHeader("Authorization", authorization);
		exchange.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
		exchange.onerror = () => reject(apiError(0, say(texts.offline)));
		exchange.onload = () =>
			exchange.status < 300 ? resolve() : reject(problemOf(exchange.status, exchange.responseText));
		exchange.send(file);
	});
}
