import type { Response, Sink } from "../http/exchange.ts";
import { done, failure } from "./answers.ts";
import type { FirmwareReceiver } from "./device.ts";

/** Bytes of a firmware image. */
export const FIRMWARE_LIMIT = 4_194_304;

/** Takes a firmware image as it comes in; none of it is kept here. */
export class FirmwareBody implements Sink {
	readonly limit = FIRMWARE_LIMIT;
	readonly #receiver: FirmwareReceiver;

	constructor(receiver: FirmwareReceiver) {
		this.#receiver = receiver;
	}

	write(bytes: Uint8Array): Response | undefined {
		return this.#told(this.#receiver.write(bytes));
	}

	end(): Response {
		return this.#told(this.#receiver.complete()) ?? done();
	}

	abort(): void {
		this.#receiver.abort();
	}

	#told(problem: string | undefined): Response | undefined {
		return problem === undefined ? undefined : failure(422, `The image is refused: ${problem}`);
	}
}
