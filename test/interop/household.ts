import type { Settings } from "../../modules/config/schema.ts";
import { type Baresip, startBaresip } from "./baresip.ts";
import { type Doorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { type Kamailio, type KamailioOptions, startKamailio } from "./kamailio.ts";

/** What phone1 says all the time, as a frequency. */
export const PHONE_TONE = 1000;
/** What the others say. */
export const OTHER_TONE = 1500;

/** A PBX with the doorbell and phone1, both registered. */
export interface Household {
	readonly kamailio: Kamailio;
	readonly doorbell: Doorbell;
	/** Rings until somebody takes it. */
	readonly phone: Baresip;
}

export async function startHousehold(
	settings: Partial<Settings> = {},
	options: KamailioOptions = {},
): Promise<Household> {
	const kamailio = await startKamailio(options);
	const phone = await startPhone(kamailio, "phone1", PHONE_TONE);
	const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address, settings });
	return { kamailio, doorbell, phone };
}

/** A further phone at the PBX. */
export function startPhone(kamailio: Kamailio, user: string, tone: number): Promise<Baresip> {
	return startBaresip({ user, registrar: kamailio.address, answer: "manual", tone });
}
