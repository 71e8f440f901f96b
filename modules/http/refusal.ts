/** Why a request is not even given to the handler. */
export interface Refusal {
	readonly status: number;
	/** One plain sentence, without quotation marks. */
	readonly error: string;
}

export function refusal(status: number, error: string): Refusal {
	return Object.freeze({ status, error });
}
