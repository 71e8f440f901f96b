import { equal, match } from "node:assert/strict";
import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isAccessible } from "./accessibility.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";

const PASSWORD = "four words are easy";
const HOST = "127.0.0.1";

describe("Phones without a PBX on the control page", () => {
	const program = startDoorbell("--no-pbx");
	let page: ControlPage;
	let port: number;

	before(async () => {
		page = await ControlPage.open(program.page);
		await page.openTab("Settings");
		await page.openSection("Phones without a PBX");
	});

	it("need a port that does not change, and are told how they are set up", async () => {
		await page.reads(/^Phones find the doorbell only at a SIP port other than 0\.$/);
		port = await freePort();
		await page.openSection("Phone system: more");
		await page.field("SIP port").fill(String(port));
		await page.save();
		await page.reads(new RegExp(`^In the phone: server [\\d.]+:${port}, any user name, and this password\\.$`));
	});

	it("are not there at first", async () => {
		const section = page.page.getByRole("group").filter({ hasText: "Phones without a PBX" });
		await section.getByLabel("Password", { exact: true }).fill(PASSWORD);
		await page.save();
		await page.reads("No phone is registered here.");
	});

	it("are listed once they are registered, and no more when they signed off", async () => {
		match(await register(port, "anna", 300), /^SIP\/2\.0 200/);
		const row = page.page.getByRole("row", { name: /anna/ });
		await row.filter({ hasText: HOST }).waitFor();
		await isAccessible(page.page);
		match(await register(port, "anna", 0), /^SIP\/2\.0 200/);
		await page.reads("No phone is registered here.");
		equal(await row.count(), 0);
	});

	it("are explained when they are called without being there", async () => {
		await page.openTab("Now");
		await page.field("Number or address").fill("bert");
		await page.press("Call");
		await page.openTab("Help");
		await page.reads("Bert is not registered at the doorbell");
	});

	itStaysQuiet();
});

/** A port that nobody has for now. */
async function freePort(): Promise<number> {
	const socket = createSocket("udp4");
	socket.bind(0, HOST);
	await once(socket, "listening");
	const { port } = socket.address();
	socket.close();
	return port;
}

/** Registers as a phone does; returns the last answer. */
async function register(port: number, name: string, expires: number): Promise<string> {
	const socket = createSocket("udp4");
	socket.bind(0, HOST);
	await once(socket, "listening");
	const own = `${HOST}:${socket.address().port}`;
	const uri = `sip:${HOST}:${port}`;
	const ask = async (sequence: number, ...more: readonly string[]) => {
		const lines = [
			`REGISTER ${uri} SIP/2.0`,
			`Via: SIP/2.0/UDP ${own};branch=z9hG4bK${name}${expires}${sequence}`,
			"Max-Forwards: 70",
			`From: <sip:${name}@${HOST}>;tag=${name}`,
			`To: <sip:${name}@${HOST}>`,
			`Call-ID: ${name}${expires}`,
			`CSeq: ${sequence} REGISTER`,
			`Contact: <sip:${name}@${HOST}:5099>`,
			`Expires: ${expires}`,
			...more,
			"Content-Length: 0",
			"",
			"",
		];
		socket.send(lines.join("\r\n"), port, HOST);
		const [answer] = (await once(socket, "message")) as [Buffer];
		return answer.toString();
	};
	const challenge = await ask(1);
	const value = (field: string) => new RegExp(`${field}="([^"]*)"`).exec(challenge)?.[1] ?? "";
	const hash = (text: string) => createHash("md5").update(text).digest("hex");
	const secret = hash(`${name}:${value("realm")}:${PASSWORD}`);
	const response = hash(`${secret}:${value("nonce")}:00000001:c:auth:${hash(`REGISTER:${uri}`)}`);
	const answer = await ask(
		2,
		`Authorization: Digest username="${name}", realm="${value("realm")}", nonce="${value("nonce")}", uri="${uri}", ` +
			`response="${response}", algorithm=MD5, cnonce="c", qop=auth, nc=00000001`,
	);
	socket.close();
	return answer;
}
