import { Database } from "bun:sqlite";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";
import type { ZonePeer } from "../conformance/zone-peer.ts";
import type { HeldRecord } from "../emulators/zone-store.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** The real PowerDNS with SQLite behind it. Its database is seen and filled past the interface under test. */

/** A running server as the conformance suite sees it, and where its web interface is. */
export interface PowerDns extends ZonePeer {
  readonly url: string;
}

/** Where the Debian package puts the tables that the back end needs. */
export const powerDnsSchema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

export async function startPowerDns(apiKey: string): Promise<PowerDns> {
  const [dnsPort, webPort] = [await freePort(), await freePort()];
  const daemon = new Daemon("powerdns");
  const file = join(daemon.folder, "zones.sqlite3");
  const database = new Database(file, { create: true });
  database.exec(readFileSync(powerDnsSchema, "utf8"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;");
  const settings = {
    launch: "gsqlite3",
    "gsqlite3-database": file,
    "gsqlite3-pragma-synchronous": "0",
    "local-address": "127.0.0.1",
    "local-port": String(dnsPort),
    "socket-dir": daemon.folder,
    api: "yes",
    "api-key": apiKey,
    "webserver-address": "127.0.0.1",
    "webserver-port": String(webPort),
    "query-cache-ttl": "0",
    "zone-cache-refresh-interval": "0",
  };
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(daemon.folder, "pdns.conf"), text.join(""), { mode: 0o600 });
  daemon.start("pdns_server", ["--config-dir=.", "--daemon=no", "--guardian=no"]);
  const url = `http://127.0.0.1:${webPort}`;
  await daemon.untilReady(async () => {
    const answer = await fetch(`${url}/api`, { headers: { "x-api-key": apiKey } }).catch(() => undefined);
    return answer?.ok === true;
  });
  return {
    url,
    startAt: Date.now(),
    ports: (clock) => httpPorts(createHttpClient(clock, createHostLookup(clock)), clock),
    addZone(apex) {
      database.run("INSERT INTO domains (name, type) VALUES (?, 'NATIVE')", [apex]);
      const soa = `ns1.invalid. host.invalid. 1 3600 600 86400 60`;
      database.run(insertion, [apex, apex, "SOA", soa, 3600]);
      database.run(insertion, [apex, apex, "NS", "ns1.invalid", 3600]);
    },
    hold({ zone, owner, type, content, ttl = 300 }) {
      database.run(insertion, [zone, owner, type, type === "TXT" ? `"${content}"` : content, ttl]);
    },
    held: (owner, type) => heldIn(database, owner, type),
    writes: () => serialsIn(database),
    received: () => [],
    async stop() {
      await daemon.stop();
      database.close();
    },
  };
}

const insertion =
  "INSERT INTO records (domain_id, name, type, content, ttl) VALUES ((SELECT id FROM domains WHERE name = ?), ?, ?, ?, ?)";

/** Records besides those every zone has. */
function heldIn(database: Database, owner?: string, type?: string): readonly HeldRecord[] {
  const rows = database
    .query<{ zone: string; name: string; type: string; content: string; ttl: number }, []>(
      "SELECT d.name AS zone, r.name, r.type, r.content, r.ttl FROM records r JOIN domains d ON d.id = r.domain_id " +
        "WHERE r.type NOT IN ('SOA', 'NS') AND r.type IS NOT NULL ORDER BY r.name, r.type, r.content",
    )
    .all();
  return rows
    .map(({ name, ...row }) => ({ ...row, id: `${name} ${row.type} ${row.content}`, owner: name, fields: {} }))
    .filter((record) => (owner ?? record.owner) === record.owner && (type ?? record.type) === record.type);
}

/** Serials rise with every change the interface makes. */
function serialsIn(database: Database): number {
  const rows = database.query<{ content: string }, []>("SELECT content FROM records WHERE type = 'SOA'").all();
  return rows.reduce((sum, { content }) => sum + Number(content.split(" ")[2]), 0);
}
