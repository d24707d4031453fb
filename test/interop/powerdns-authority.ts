import { Database } from "bun:sqlite";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { address } from "../support/values.ts";
import type { Asker, Authority, ZoneText } from "./authorities.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { powerDnsSchema } from "./powerdns-server.ts";

/** PowerDNS as an authority for zones from master files, which its own tool reads into SQLite. */
export async function startPowerDnsAuthority(zones: readonly ZoneText[], asker: Asker): Promise<Authority> {
  const port = await freePort();
  const daemon = new Daemon("powerdns");
  const file = join(daemon.folder, "zones.sqlite3");
  const database = new Database(file, { create: true });
  database.exec(readFileSync(powerDnsSchema, "utf8"));
  database.close();
  const settings = {
    launch: "gsqlite3",
    "gsqlite3-database": file,
    "gsqlite3-pragma-synchronous": "0",
    "local-address": "127.0.0.1",
    "local-port": String(port),
    "socket-dir": daemon.folder,
    "dname-processing": "yes",
    "8bit-dns": "yes",
    "max-tcp-connections": "1000",
    "udp-truncation-threshold": "1232",
    loglevel: "3",
  };
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(daemon.folder, "pdns.conf"), text.join(""));
  const tool = (...args: readonly string[]): void => {
    const cmd = ["pdnsutil", "--config-dir=.", ...args];
    const { exitCode, stderr } = Bun.spawnSync({ cmd, cwd: daemon.folder, stdout: "ignore", stderr: "pipe" });
    if (exitCode !== 0) throw new Error(`pdnsutil fails with ${args.join(" ")}: ${stderr}`);
  };
  for (const { apex, text } of zones) {
    const master = join(daemon.folder, `${apex}zone`);
    writeFileSync(master, text);
    tool("load-zone", apex.replace(/\.$/, ""), master);
  }
  // Finds the empty non-terminals and what lies below cuts; its back end has records only.
  tool("rectify-all-zones");
  daemon.start("pdns_server", ["--config-dir=.", "--daemon=no", "--guardian=no"]);
  const endpoint = { address: address("127.0.0.1"), port };
  await daemon.untilReady(() => asker.answersFor(endpoint, zones));
  return { peer: "powerdns", endpoint, stop: () => daemon.stop() };
}
