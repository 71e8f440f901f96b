/** The page's side of Digest authentication (RFC 7616): knows H(user name:realm:password), never the password. */

import { hexadecimal, sha256 } from "./sha256.ts";

/** The only user there is. */
export const USER = "admin";

/** What is kept after a log-in: the secret holds for this realm only. */
export interface Secret {
	readonly realm: string;
	/** H(A1) of RFC 7616 §3.4.2. */
	readonly proof: string;
}

/**
 * Answers the doorbell's challenges (modules/auth/digest-server.ts), of which that for SHA-256 comes first; what others
 * may ask for, the page does not need to know.
 */
export class Credentials {
	/** What the requests are signed with; `undefined` before the log-in. */
	secret: Secret | undefined;
	#realm: string | undefined;
	#nonce = "";
	#cnonce = "";
	#count = 0;

	/** Learns the secret from a password; false before the first challenge. */
	learn(password: string): boolean {
		const realm = this.#realm;
		if (realm === undefined) return false;
		this.secret = { realm, proof: proofOf(realm, password) };
		return true;
	}

	/** Whether the secret is that of this password: for who has to enter it again. */
	isSecret(password: string): boolean {
		const { realm, proof } = this.secret!;
		return proofOf(realm, password) === proof;
	}

	/** Takes the WWW-Authenticate of a 401; true when the request can be tried (again) with the secret. */
	challenge(header: string | null, tried: boolean): boolean {
		const [, realm, nonce, stale] =
			/^Digest realm="(.*?)", nonce="(.*?)", algorithm=SHA-256, qop="auth"(, stale=true)?/.exec(header!) ?? [];
		if (realm === undefined) return false;
		this.#realm = realm;
		this.#nonce = nonce!;
		this.#cnonce = hexadecimal(crypto.getRandomValues(new Uint32Array(2)));
		this.#count = 0;
		return this.secret?.realm === realm && (!tried || stale !== undefined);
	}

	/** Value of the Authorization header; `undefined` before challenge and log-in. */
	authorize(method: string, uri: string): string | undefined {
		const { secret } = this;
		const nonce = this.#nonce;
		if (!nonce || secret?.realm !== this.#realm) return undefined;
		const count = `${hexadecimal([++this.#count])}`;
		const request = sha256(`${method}:${uri}`);
		const response = sha256(`${secret!.proof}:${nonce}:${count}:${this.#cnonce}:auth:${request}`);
		return (
			`Digest username="${USER}", realm="${secret!.realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
			`algorithm=SHA-256, cnonce="${this.#cnonce}", qop=auth, nc=${count}`
		);
	}
}

function proofOf(realm: string, password: string): string {
	return sha256(`${USER}:${realm}:${password}`);
}
