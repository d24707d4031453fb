import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Endpoint } from "../../src/core/net.ts";
import { address } from "../support/values.ts";
import { queryOf } from "../support/answering-zones.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** Knot, NSD and BIND as authorities for the same zones, on loopback, configured to say no more than they must. */

export type PeerName = "knot" | "nsd" | "bind";

/** Everybody whose answers ours are compared with. */
export type AuthorityName = PeerName | "powerdns";

export interface Authority {
  readonly peer: AuthorityName;
  readonly endpoint: Endpoint;
  stop(): Promise<void>;
}

/** A zone by its apex, with the text of its master file. */
export interface ZoneText {
  readonly apex: string;
  readonly text: string;
}

/** Starts one of them and waits until it answers for every zone. */
export async function startAuthority(peer: PeerName, zones: readonly ZoneText[], asker: Asker): Promise<Authority> {
  const port = await freePort();
  const daemon = new Daemon(peer);
  for (const { apex, text } of zones) writeFileSync(join(daemon.folder, `${apex}zone`), text);
  const { file, text, program, args } = authorityConfigurations[peer](daemon.folder, port, zones);
  writeFileSync(join(daemon.folder, file), text);
  daemon.start(program, args);
  const endpoint = { address: address("127.0.0.1"), port };
  await daemon.untilReady(() => asker.answersFor(endpoint, zones));
  return { peer, endpoint, stop: () => daemon.stop() };
}

export interface AuthorityConfiguration {
  readonly file: string;
  readonly text: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** How each is set up for zones in a folder, with one thread for queries. */
export const authorityConfigurations: Readonly<
  Record<PeerName, (folder: string, port: number, zones: readonly ZoneText[]) => AuthorityConfiguration>
> = {
  knot: (folder, port, zones) => ({
    file: "knot.conf",
    program: "knotd",
    args: ["-c", join(folder, "knot.conf")],
    text: `
server:
    listen: 127.0.0.1@${port}
    rundir: ${folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${folder}
log:
  - target: stderr
    any: error
zone:
${zones.map(({ apex }) => `  - domain: ${apex}\n    file: ${join(folder, `${apex}zone`)}\n    semantic-checks: off`).join("\n")}
`,
  }),
  nsd: (folder, port, zones) => ({
    file: "nsd.conf",
    program: "nsd",
    args: ["-d", "-c", join(folder, "nsd.conf")],
    text: `
server:
  server-count: 1
  ip-address: 127.0.0.1@${port}
  zonesdir: ${folder}
  pidfile: ${join(folder, "pid")}
  logfile: ${join(folder, "log")}
  xfrdfile: ${join(folder, "xfrd")}
  zonelistfile: ${join(folder, "zones")}
  username: ""
  chroot: ""
  rrl-ratelimit: 0
  minimal-responses: yes
remote-control:
  control-enable: no
${zones.map(({ apex }) => `zone:\n  name: ${apex}\n  zonefile: ${apex}zone`).join("\n")}
`,
  }),
  bind: (folder, port, zones) => ({
    file: "named.conf",
    program: "named",
    args: ["-g", "-n", "1", "-c", join(folder, "named.conf")],
    text: `
options {
  directory "${folder}";
  pid-file none;
  session-keyfile none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
  minimal-responses no-auth;
  zero-no-soa-ttl no;
  check-integrity no;
};
controls { };
${zones.map(({ apex }) => `zone "${apex}" { type primary; file "${apex}zone"; check-names ignore; };`).join("\n")}
`,
  }),
};

/** One socket that asks many questions of many servers and tells the answers apart by server and id. */
export class Asker {
  readonly #socket: Socket;
  readonly #waiting = new Map<string, (answer: Uint8Array | undefined) => void>();
  #id = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (answer, from) => {
      this.#settle(`${from.port} ${((answer[0] ?? 0) << 8) | (answer[1] ?? 0)}`, Uint8Array.from(answer));
    });
  }

  static async open(): Promise<Asker> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new Asker(socket);
  }

  /** Sends a query under an id of its own; undefined when no answer comes within a second. */
  ask(server: Endpoint, query: Uint8Array): Promise<Uint8Array | undefined> {
    this.#id = (this.#id + 1) & 0xffff;
    const octets = query.slice();
    octets[0] = this.#id >>> 8;
    octets[1] = this.#id & 0xff;
    const key = `${server.port} ${this.#id}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(key, undefined), 1_000);
      this.#waiting.set(key, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#socket.send(octets, server.port, server.address.toString());
    });
  }

  /** True when a server answers for every zone. */
  async answersFor(server: Endpoint, zones: readonly ZoneText[]): Promise<boolean> {
    const answers = await Promise.all(zones.map(({ apex }) => this.ask(server, queryOf(`${apex} SOA`))));
    return answers.every((answer) => answer !== undefined && ((answer[3] ?? 0) & 15) === 0);
  }

  close(): void {
    this.#socket.close();
  }

  #settle(key: string, answer: Uint8Array | undefined): void {
    this.#waiting.get(key)?.(answer);
    this.#waiting.delete(key);
  }
}
