import type * as Board from "../../esp32/native/trial.ts";

export const isPending: typeof Board.isPending = () => false;
export const confirm: typeof Board.confirm = () => false;
export const rollBack: typeof Board.rollBack = () => {};
export const givenUp: typeof Board.givenUp = () => "";
export const version: typeof Board.version = () => "doorbell/desk/0.0.0";
export const project: typeof Board.project = () => "desk";
export const chip: typeof Board.chip = () => 0;
