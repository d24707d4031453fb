import type { Instant } from "../../src/core/clock.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { Duration } from "../../src/core/duration.ts";
import type { DatagramClient, Endpoint, FramedTransferClient, NetFailure } from "../../src/core/net.ts";
import { formatEndpoint } from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import { parseType, type RRType } from "../../src/core/rr-type.ts";
import { followPrimary } from "../../src/transfer/follow-primary.ts";
import { type Primary, PrimaryClient } from "../../src/transfer/primary-client.ts";
import { type CopyEvent, ZoneCopy } from "../../src/transfer/zone-copy.ts";
import { openServedZones, type ServedZones } from "../../src/roles/served-zones.ts";
import { stepsToReplaceInPieces } from "../../src/updates/zone-content.ts";
import { decodeMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import { parseRdata } from "../../src/wire/rdata/registry.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import type { TsigKey } from "../../src/wire/tsig-key.ts";
import { responseTo } from "../../src/wire/response.ts";
import { printRdata } from "../../src/wire/rdata/registry.ts";
import { expectOk } from "./expect-ok.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryAccounts } from "./memory-accounts.ts";
import { MemoryJournal, type MemoryJournalDisk } from "./memory-journal.ts";
import { SeededRandom } from "./seeded-random.ts";
import { StreamSigner } from "./stream-signer.ts";
import { address, name, ttl } from "./values.ts";

/** A copy of the zone `z.example`, and primaries in memory that say what a test wants. */

export const apex: OwnerName = name("z.example");

/** A record in a line: owner relative to the zone, TTL, type, RDATA. `@` is the apex. */
export function record(line: string): ResourceRecord {
  const [relative = "", seconds, typeText = "", ...rdata] = line.split(" ");
  const owner = relative === "@" ? apex : name(relative.endsWith(".") ? relative : `${relative}.z.example`);
  const type: RRType = parseType(typeText) ?? "A";
  return {
    owner,
    type,
    class: "IN",
    ttl: ttl(Number(seconds)),
    rdata: expectOk(parseRdata(type, rdata.join(" "), apex)),
  };
}

/** The SOA with a serial; refresh, retry and expire are 100, 20 and 500 seconds. */
export const soa = (serial: number, timers = "100 20 500"): string => `@ 60 SOA ns admin ${serial} ${timers} 60`;

const net = (code: NetFailure["code"]): NetFailure => ({ code, detail: "scripted", wasSent: true });

/** What a primary does with a request for a transfer: the answer sections of its messages, or how it fails. */
export type TransferScript = readonly (readonly string[] | Partial<Message> | Uint8Array)[] | NetFailure["code"];

export class ScriptedPrimary {
  readonly endpoint: Endpoint;
  readonly key: TsigKey | undefined;
  /** Undefined: silent. */
  serial: number | undefined = 1;
  /** What answers a query for the SOA, instead of the serial. */
  soaAnswer: Partial<Message> | undefined;
  transfer: (kind: "AXFR" | "IXFR", since: number) => TransferScript = () => [];
  /** Which messages of a transfer are signed; every one unless a test says otherwise. */
  isSigned: (index: number) => boolean = () => true;
  /** Changes what leaves. */
  spoil: (octets: Uint8Array, index: number) => Uint8Array = (octets) => octets;
  /** What it was asked for, in order. */
  readonly asked: string[] = [];

  constructor(last: number, key?: TsigKey) {
    this.endpoint = { address: address(`192.0.2.${last}`), port: 53 };
    this.key = key;
  }

  /** Has this zone, and gives it whole. */
  has(serial: number, ...records: readonly string[]): void {
    this.serial = serial;
    this.transfer = () => [[soa(serial), ...records, soa(serial)]];
  }
}

export interface CopyWorldOptions {
  readonly checkedAt?: Instant;
  readonly disk?: MemoryJournalDisk;
  readonly clock?: FakeClock;
  readonly mostOctets?: number;
}

export class CopyWorld {
  readonly clock: FakeClock;
  readonly journal: MemoryJournal;
  readonly events: CopyEvent[] = [];
  readonly remembered: Instant[] = [];
  readonly zones: ServedZones;
  readonly copy: ZoneCopy;
  isWithheld = false;

  private constructor(
    primaries: readonly ScriptedPrimary[],
    zones: ServedZones,
    journal: MemoryJournal,
    clock: FakeClock,
    { checkedAt, mostOctets = 1_000_000 }: CopyWorldOptions,
  ) {
    this.clock = clock;
    this.journal = journal;
    this.zones = zones;
    const client = new PrimaryClient({
      clock,
      random: new SeededRandom(),
      datagrams: datagramsOf(primaries, clock),
      transfers: transfersOf(primaries, clock),
      mostOctets,
    });
    const { table, door } = zones;
    this.copy = new ZoneCopy(apex, checkedAt, {
      clock,
      random: new SeededRandom(),
      view: table,
      primaries: () => primaries,
      follow: followPrimary({
        client,
        view: table,
        stepsToReplace: stepsToReplaceInPieces,
        commit: (zone, primary: Primary, decide) =>
          door.submitZone(zone, decide, {
            actor: { kind: "primary" },
            transport: "transfer",
            peer: primary.endpoint.address,
          }),
      }),
      withhold: (zone, isWithheld) => {
        this.isWithheld = isWithheld;
        table.withhold(zone, isWithheld);
      },
      onEvent: (event) => this.events.push(event),
      remember: (_, at) => this.remembered.push(at),
    });
  }

  static async begin(primaries: readonly ScriptedPrimary[], options: CopyWorldOptions = {}): Promise<CopyWorld> {
    const journal = new MemoryJournal(options.disk);
    const clock = options.clock ?? new FakeClock();
    const ports = { journal, accounts: new MemoryAccounts(), clock, random: new SeededRandom() };
    const zones = expectOk(await openServedZones({ ...ports, isCopy: (zone) => zone.equals(apex) }));
    const world = new CopyWorld(primaries, zones, journal, clock, options);
    world.copy.start();
    await world.after(0);
    return world;
  }

  /** Lets so many seconds pass. */
  after(seconds: number): Promise<void> {
    return this.clock.advance(Duration.seconds(seconds));
  }

  get serial(): number | undefined {
    return this.zones.table.zone(apex)?.serial;
  }

  /** Everything in the zone but its SOA, one line each. */
  get lines(): readonly string[] {
    if (this.zones.table.zone(apex) === undefined) return [];
    return [...this.zones.table.rrsets(apex)]
      .filter(({ type }) => type !== "SOA")
      .flatMap(({ owner, type, ttl, rdata }) =>
        rdata.map((octets) => `${owner.hostname} ${ttl} ${type} ${printRdata(type, octets)}`),
      );
  }

  /** What happened, in short. */
  get told(): readonly string[] {
    return this.events.map((event) => {
      if (event.kind === "followed") return `${event.followed.form} ${event.followed.serial}`;
      return event.kind === "primary-failed" ? event.failure.code : event.kind;
    });
  }

  get entryCount(): number {
    return this.journal.revision;
  }
}

function primaryAt(primaries: readonly ScriptedPrimary[], peer: Endpoint): ScriptedPrimary {
  const found = primaries.find(({ endpoint }) => formatEndpoint(endpoint) === formatEndpoint(peer));
  if (found === undefined) throw new Error(`nobody is at ${formatEndpoint(peer)}`);
  return found;
}

function encode(message: Message): Uint8Array {
  return expectOk(encodeMessage(message, 65_535)).octets;
}

function signerFor(primary: ScriptedPrimary, request: Message, clock: FakeClock): StreamSigner | undefined {
  if (primary.key === undefined || request.tsig === undefined) return undefined;
  return new StreamSigner(primary.key, request.tsig.mac, clock.now());
}

function datagramsOf(primaries: readonly ScriptedPrimary[], clock: FakeClock): DatagramClient {
  return {
    async exchange(peer, payload, isAnswer, { timeout, signal }) {
      const primary = primaryAt(primaries, peer);
      const request = expectOk(decodeMessage(payload));
      primary.asked.push("SOA");
      const bare = responseTo(request, "NOERROR");
      const answer = primary.serial === undefined ? undefined : [record(soa(primary.serial))];
      if (answer !== undefined || primary.soaAnswer !== undefined) {
        const message = { ...bare, flags: { ...bare.flags, aa: true }, answer: answer ?? [], ...primary.soaAnswer };
        const octets = encode(message);
        const sent = signerFor(primary, request, clock)?.next(octets, primary.isSigned(0)) ?? octets;
        if (isAnswer(sent)) return ok(sent);
      }
      return new Promise((resolve) => {
        const timer = clock.after(timeout, () => resolve(failure(net("timed-out"))));
        signal?.addEventListener("abort", () => {
          timer.cancel();
          resolve(failure(net("aborted")));
        });
      });
    },
  };
}

function transfersOf(primaries: readonly ScriptedPrimary[], clock: FakeClock): FramedTransferClient {
  return {
    async transfer(peer, payload, take): Promise<Result<void, NetFailure>> {
      const primary = primaryAt(primaries, peer);
      const request = expectOk(decodeMessage(payload));
      const kind = request.question[0]?.type === "IXFR" ? "IXFR" : "AXFR";
      const since = Number(printRdata("SOA", request.authority[0]?.rdata ?? new Uint8Array()).split(" ")[2]);
      primary.asked.push(kind);
      const script = primary.transfer(kind, since);
      if (typeof script === "string") return failure(net(script));
      const signer = signerFor(primary, request, clock);
      const bare = responseTo(request, "NOERROR");
      for (const [index, part] of script.entries()) {
        const more = Array.isArray(part) ? { answer: part.map(record) } : part;
        const octets = part instanceof Uint8Array ? part : encode({ ...bare, ...more });
        const sent = signer?.next(octets, primary.isSigned(index)) ?? octets;
        if (take(primary.spoil(sent, index)) === "last") return ok(undefined);
      }
      return failure(net("answer-cut-short"));
    },
  };
}
