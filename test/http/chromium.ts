/** What Chromium 131 sends for the page over HTTP. */
export const CHROMIUM = [
	"GET / HTTP/1.1",
	"Host: 192.168.178.40",
	"Connection: keep-alive",
	"Upgrade-Insecure-Requests: 1",
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
	"Accept-Encoding: gzip, deflate",
	"Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
	"",
	"",
].join("\r\n");

/** What it sends for a call of the API with digest authentication. */
export const CHROMIUM_API = [
	"GET /api/status HTTP/1.1",
	"Host: 192.168.178.40",
	"Connection: keep-alive",
	'sec-ch-ua-platform: "Linux"',
	'Authorization: Digest username="admin", realm="SIP doorbell 3f2a1b44c5d6e7f8", nonce="5f9c0de1a7b3428877aa10b2c3d4e5f6", uri="/api/status", algorithm=SHA-256, response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", qop=auth, nc=00000001, cnonce="f2wE4q74E6zIJEtWaHKaf5wv"',
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
	'sec-ch-ua: "Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"',
	"sec-ch-ua-mobile: ?0",
	"Accept: */*",
	"Sec-Fetch-Site: same-origin",
	"Sec-Fetch-Mode: cors",
	"Sec-Fetch-Dest: empty",
	"Referer: http://192.168.178.40/",
	"Accept-Encoding: gzip, deflate",
	"Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
	"",
	"",
].join("\r\n");
