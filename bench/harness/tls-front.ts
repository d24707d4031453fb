import { connect } from "node:net";
import { createServer, type Server } from "node:tls";
import type { TestCertificate } from "../../test/support/certificate.ts";

/** Ends TLS on a port and hands what comes out of it to a plain port, as a reverse proxy does. */
export async function startTlsFront(
  port: number,
  plainPort: number,
  { certificate, key }: TestCertificate,
): Promise<Server> {
  const server = createServer({ cert: certificate, key }, (secure) => {
    const plain = connect(plainPort, "127.0.0.1");
    secure.pipe(plain);
    plain.pipe(secure);
    secure.on("error", () => plain.destroy());
    plain.on("error", () => secure.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
