import type { HttpHandler } from "../../src/core/listen.ts";
import type { Prefix } from "../../src/core/prefix.ts";
import { Authenticator } from "../../src/updates/authenticate.ts";
import { defaultHostTtl } from "../../src/updates/dialect.ts";
import { Door } from "../../src/updates/door.ts";
import { updateHandler } from "../../src/updates/http.ts";
import { Presence } from "../../src/updates/presence.ts";
import type { Refusal } from "../../src/updates/refusal.ts";
import { digestToken, tokenIdOf } from "../../src/updates/token.ts";
import { expectOk } from "./expect-ok.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryAccounts } from "./memory-accounts.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { proposal, zoneAdded } from "./proposals.ts";
import { ServedZones } from "./served-zones.ts";
import { address, name, ttl } from "./values.ts";

/** The accepting half of a server without any port: zone `dyn.example`, hosts with tokens as a test wants them. */
export interface UpdateServer {
  readonly journal: MemoryJournal;
  readonly accounts: MemoryAccounts;
  readonly view: ServedZones;
  readonly authenticator: Authenticator;
  readonly door: Door;
  readonly presence: Presence;
  /** Who was sent away. */
  readonly refusals: Refusal[];
  readonly clock: FakeClock;
  /** Memory the zones may still take; a test may make it small. */
  readonly room: { octets: number };
  /** What the door waits for after applying an entry; a test may make it last, or fail. */
  readonly applying: { isDone: Promise<void> | undefined; bug?: Error | undefined };
  /** Adds a host and tells its token. */
  addHost(hostname: string): Promise<string>;
  /** One request as a client at `peer` sends it. */
  ask(path: string, options?: AskOptions): Promise<Answer>;
}

export interface AskOptions {
  readonly user?: string;
  readonly token?: string;
  readonly bearer?: string;
  readonly peer?: string;
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

export async function startUpdateServer(trustedProxies: readonly Prefix[] = []): Promise<UpdateServer> {
  const journal = new MemoryJournal();
  const accounts = new MemoryAccounts();
  const view = new ServedZones();
  const clock = new FakeClock();
  const room = { octets: Number.POSITIVE_INFINITY };
  const applying: UpdateServer["applying"] = { isDone: undefined };
  const first = proposal("dyn.example", zoneAdded(2_026_112_000));
  view.apply({ ...first, revision: expectOk(await journal.append(first)) });
  const door = new Door({
    journal,
    view,
    clock,
    apply: (entry) => {
      if (applying.bug !== undefined) throw applying.bug;
      view.apply(entry);
      return applying.isDone;
    },
    octetsLeft: () => room.octets,
  });
  const authenticator = new Authenticator(accounts);
  const presence = new Presence(clock);
  const refusals: Refusal[] = [];
  const handler: HttpHandler = updateHandler({
    authenticator,
    door,
    presence,
    onRefused: (refusal) => refusals.push(refusal),
    view,
    trustedProxies,
    hostTtlOf: () => defaultHostTtl,
  });
  let hosts = 0;
  return {
    journal,
    accounts,
    view,
    authenticator,
    door,
    presence,
    refusals,
    clock,
    room,
    applying,
    async addHost(hostname) {
      hosts += 1;
      const token = `Token${hosts}`.padEnd(10, "x").padEnd(40, "9");
      const host = { name: name(hostname), zone: name("dyn.example"), createdAt: clock.now() };
      const record = {
        id: tokenIdOf(token) ?? "",
        digest: digestToken(token),
        host: host.name,
        createdAt: clock.now(),
      };
      expectOk(await accounts.addHost(host, record));
      return token;
    },
    async ask(path, options = {}) {
      const headers = new Headers(options.headers ?? {});
      if (options.token !== undefined) {
        headers.set("Authorization", `Basic ${btoa(`${options.user ?? "token"}:${options.token}`)}`);
      }
      if (options.bearer !== undefined) headers.set("Authorization", `Bearer ${options.bearer}`);
      const body = options.body === undefined ? options.text : JSON.stringify(options.body);
      const request = new Request(`http://server.test${path}`, {
        method: options.method ?? "GET",
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const peer = options.peer === undefined ? address("198.51.100.99") : address(options.peer);
      const response = await handler(request, { address: peer, isSecure: false });
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
  };
}

/** Presentation of the address records a host has. */
export function published(server: UpdateServer, hostname: string): readonly string[] {
  const sets = (["A", "AAAA"] as const).map((type) => server.view.rrset(name(hostname), type));
  return sets.flatMap((set) => (set?.rdata ?? []).map((rdata) => [...rdata].join(".")));
}

/** Lets a name be an alias as well, as an import of a master file can. */
export async function addAlias(server: UpdateServer, hostname: string): Promise<void> {
  const rdata = [name("elsewhere.example").wire];
  const wish = { kind: "rrset-replaced", owner: name(hostname), type: "CNAME", ttl: ttl(60), rdata } as const;
  const origin = { actor: { kind: "administrator" }, transport: "admin-socket", peer: undefined } as const;
  expectOk(await server.door.submit(name("dyn.example"), [wish], origin));
}
