/** How long the administrator's password must be, in characters. */
export const PASSWORD_MINIMUM = 8;

/** What a password is worth, from 0 (refused) to 3, by how many different characters it has. */
export function strength(password: string): 0 | 1 | 2 | 3 {
	const { size } = new Set(password);
	return password.length < PASSWORD_MINIMUM ? 0 : size > 9 ? 3 : size > 7 ? 2 : 1;
}
