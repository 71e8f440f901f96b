export const TYPESCRIPT_FRAME = "frame both ways, work on samples in TypeScript";
export const NATIVE_FRAME = "frame both ways, work on samples native";
