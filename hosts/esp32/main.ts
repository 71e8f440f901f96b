import { DoorStation } from "./door-station.ts";

/** The doorbell on the board. */
new DoorStation().start();
