import { render } from "preact";
import { App } from "./app.tsx";
import { BenchClient } from "./bench-client.ts";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/board.css";
import "./styles/phone.css";
import "./styles/wire.css";

const client = new BenchClient();
render(<App client={client} />, document.body);
client.open();
