/**
 * What the page shares with the scripts that it loads later: they have it from page.js, and nothing twice. The bundler
 * (tools/page/bundle.ts) makes page.js of this import.
 */

export { createElement, Fragment } from "preact";
export { useEffect, useRef, useState } from "preact/hooks";
export { type ApiError, get } from "./api.ts";
export { houseZone } from "./log/line.tsx";
export { offsetAt } from "./log/zone.ts";
export { Lockout } from "./now/lockout.tsx";
export { attempt, Button } from "./parts/button.tsx";
export { download } from "./parts/download.ts";
export { SelectField, TextField } from "./parts/field.tsx";
export { ask, notify, page } from "./store.ts";
export { addTexts } from "./table.ts";
export { cancel, download as downloadIt, light, save, saved, secondDoor, until } from "./texts/all.ts";
export { type Row, say, spoken, tell } from "./texts.ts";
export { translated } from "./translation.ts";
