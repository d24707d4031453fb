import { readFileSync } from "node:fs";

/**
 * Played by the tests of the laboratory: one web service. Over TLS it tells everybody his own address, or one address to
 * everybody; as a portal it shows its page wherever one wanted to go.
 *
 * Arguments: `echo ADDRESS CERTIFICATE KEY`, `liar ADDRESS CERTIFICATE KEY LIE`, or `portal ADDRESS PORT`. Prints a line
 * when it answers.
 */

const [role = "", hostname = "", ...words] = process.argv.slice(2);

if (role === "portal") {
  const page = "<!DOCTYPE html><html><body>Welcome to Hotel Holdfast. Please sign in. 44.128.99.9</body></html>";
  const fetch = (): Response => new Response(page, { headers: { "content-type": "text/html" } });
  Bun.serve({ hostname, port: Number(words[0]), fetch });
} else {
  const [certificate = "", key = "", lie] = words;
  const tls = { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  const tell = (request: Request, server: Bun.Server<undefined>): Response =>
    new Response(`${lie ?? server.requestIP(request)?.address}\n`);
  Bun.serve({ hostname, port: 443, tls, fetch: tell });
}
process.stdout.write("ready\n");
