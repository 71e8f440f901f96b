import "./page.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { start } from "./session.ts";

export * from "./shared.ts";

render(<App />, document.body);
start();
