import Net from "net";
import type * as Board from "../../esp32/native/station.ts";

/** As good as every home network has this one; the SDK does not tell it here. */
const MASK = "255.255.255.0";

export const prepareStation: typeof Board.prepareStation = () => true;
export const stationReason: typeof Board.stationReason = () => 0;

/** The first address of the computer stands for that of the Wi-Fi. */
export const stationFacts: typeof Board.stationFacts = () => {
	const address = Net.get("IP", "station");
	return address && `${address} ${MASK} ${address.slice(0, address.lastIndexOf("."))}.1`;
};
