import { describe, expect, test } from "bun:test";
import { crowdedMessage } from "../../test/support/crowded-message.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { ServedZones } from "../../test/support/served-zones.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { Revision } from "../core/journal.ts";
import type { RRset } from "../core/rrset.ts";
import { decodeMessage, emptyMessage, encodeMessage } from "../wire/message.ts";
import { parseRdata } from "../wire/rdata/registry.ts";
import type { Secondary } from "./secondary-rights.ts";
import { TransferDoor, type TransferRefusal } from "./transfer-door.ts";
import { ZoneDeltas } from "./zone-deltas.ts";

const apex = name("dyn.example");
const peer = { address: address("192.0.2.54"), port: 5_353 };

/** A zone with some RRsets beside its SOA, and who may have it. */
function scene(secondaries: readonly Secondary[], ...rrsets: readonly RRset[]) {
  const clock = new FakeClock();
  const view = new ServedZones();
  const soa = expectOk(parseRdata("SOA", "ns. h. 1 2 3 4 5"));
  const start: RRset = { owner: apex, type: "SOA", ttl: ttl(60), rdata: [soa] };
  const changes = [
    { kind: "zone-added", serialBase: 0 as never } as const,
    ...[start, ...rrsets].map((rrset) => ({ kind: "rrset-replaced", ...rrset }) as const),
  ];
  const origin = { actor: { kind: "configuration" }, transport: "start", peer: undefined } as const;
  view.apply({ ...origin, zone: apex, revision: 1 as Revision, at: clock.now(), changes });
  const refused: TransferRefusal[] = [];
  const door = new TransferDoor({
    clock,
    view,
    deltas: new ZoneDeltas(() => true),
    whileUnchanged: (_, work) => work(),
    secondariesOf: () => secondaries,
    findKey: () => undefined,
    onRefused: (refusal) => refused.push(refusal),
    onServed: () => undefined,
  });
  const ask = async (octets: Uint8Array): Promise<readonly Uint8Array[]> => {
    const answer = await door.answer(octets, peer);
    return answer === undefined ? [] : answer instanceof Uint8Array ? [answer] : Array.fromAsync(answer);
  };
  return { ask, refused };
}

const request = expectOk(
  encodeMessage({ ...emptyMessage, id: 7, question: [{ name: apex, type: "AXFR", class: "IN" }] }, 512),
).octets;

describe("a transfer", () => {
  test("asked for by a message that is larger than any such request: refused unread", async () => {
    const { ask } = scene([]);
    const [answer] = await ask(crowdedMessage(0x1234, "AXFR"));
    expect([...(answer ?? [])]).toEqual([0x12, 0x34, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("of a zone with a record that fits no message: refused, not cut off", async () => {
    const rdata = new Uint8Array(65_535);
    const huge: RRset = { owner: name("huge.dyn.example"), type: "TYPE65280", ttl: ttl(60), rdata: [rdata] };
    const { ask } = scene([{ endpoint: peer, key: undefined }], huge);
    const [answer] = await ask(request);
    expect(expectOk(decodeMessage(answer ?? new Uint8Array(0))).rcode).toBe("SERVFAIL");
  });
});
