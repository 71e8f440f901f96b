import { start } from "./mini.ts";

start();
