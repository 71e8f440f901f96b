const WHOLE = /^[0-9]{1,15}$/;

/** Value of a parameter in a query as it came; `undefined` when it is not there. None of ours needs percent-encoding. */
export function parameter(query: string, name: string): string | undefined {
	const parts = `&${query}`.split(`&${name}=`, 2);
	return parts[1]?.split("&", 1)[0];
}

/** A whole number, 0 and more; `undefined` for any other text. */
export function wholeNumber(text: string): number | undefined {
	return WHOLE.test(text) ? Number(text) : undefined;
}
