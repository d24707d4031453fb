import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { ServedZones } from "../../test/support/served-zones.ts";
import { keyOf } from "../../test/support/update-peer.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Revision } from "../core/journal.ts";
import type { DatagramClient } from "../core/net.ts";
import { failure, ok } from "../core/result.ts";
import { noFlags } from "../wire/header.ts";
import { decodeMessage, encodeMessage } from "../wire/message.ts";
import { parseRdata } from "../wire/rdata/registry.ts";
import { Notifier, type Unheard } from "./notifier.ts";
import type { Secondary } from "./secondary-rights.ts";

const apex = name("dyn.example");
const endpoint = { address: address("192.0.2.54"), port: 53 };

/** A secondary that answers, or does not, and everything that was sent to it. */
function scene(secondaries: readonly Secondary[] = [{ endpoint, key: undefined }]) {
  const clock = new FakeClock();
  const view = new ServedZones();
  const start = {
    owner: apex,
    type: "SOA",
    ttl: ttl(60),
    rdata: [expectOk(parseRdata("SOA", "ns. h. 1 2 3 4 5"))],
  } as const;
  const changes = [
    { kind: "zone-added", serialBase: 0 as never },
    { kind: "rrset-replaced", ...start },
  ] as const;
  const origin = { actor: { kind: "configuration" }, transport: "start", peer: undefined } as const;
  view.apply({ ...origin, zone: apex, revision: 1 as Revision, at: clock.now(), changes });
  const sent: string[] = [];
  const unheard: Unheard[] = [];
  const answers = { isHeard: true, isReachable: true };
  /** Those that the notifier itself has added to its signal since it was first seen. */
  const listeners = { count: 0 };
  const watched = new Set<AbortSignal>();
  const watch = (signal: AbortSignal): void => {
    if (watched.has(signal)) return;
    watched.add(signal);
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners.count += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners.count -= 1;
      remove(...given);
    };
  };
  const begun = clock.now();
  const datagrams: DatagramClient = {
    exchange: async (peer, payload, isAnswer, { timeout, signal }) => {
      const message = expectOk(decodeMessage(payload));
      const signed = message.tsig === undefined ? "" : " signed";
      sent.push(
        `${(clock.now() - begun) / 1_000} ${peer.address} ${message.opcode} ${message.question[0]?.name}${signed}`,
      );
      if (signal !== undefined) watch(signal);
      if (!answers.isReachable) return failure({ code: "unreachable", detail: "", wasSent: true });
      if (answers.isHeard) {
        const answer = expectOk(
          encodeMessage({ ...message, flags: { ...noFlags, qr: true }, answer: [], tsig: undefined }, 512),
        ).octets;
        const foreign = Uint8Array.from(answer);
        foreign[0] = (foreign[0] ?? 0) ^ 1;
        expect([isAnswer(payload), isAnswer(foreign), isAnswer(answer)]).toEqual([false, false, true]);
        return ok(answer);
      }
      await new Promise<void>((resolve) => {
        clock.after(timeout, resolve);
        signal?.addEventListener("abort", () => resolve());
      });
      return failure({ code: "timed-out", detail: "", wasSent: true });
    },
  };
  const notifier = new Notifier({
    clock,
    datagrams,
    random: new SeededRandom(1),
    view,
    secondariesOf: () => secondaries.map((secondary) => ({ ...secondary })),
    onUnheard: (each) => unheard.push(each),
  });
  return { clock, sent, unheard, answers, listeners, notifier };
}

describe("Notifier", () => {
  test("tells each secondary once, signed where there is a key", async () => {
    const other = { address: address("2001:db8::54"), port: 53 };
    const { clock, sent, notifier } = scene([
      { endpoint, key: undefined },
      { endpoint: other, key: keyOf("transfer.example") },
    ]);
    notifier.changed(apex);
    await clock.advance(Duration.seconds(30));
    expect(sent).toEqual(["0 192.0.2.54 NOTIFY dyn.example.", "0 2001:db8::54 NOTIFY dyn.example. signed"]);
    await notifier.stop();
  });

  test("tells at most once a second of a zone that changes all the time, and in the end of everything", async () => {
    const { clock, sent, notifier } = scene();
    for (let change = 0; change < 25; change += 1) {
      notifier.changed(apex);
      await clock.advance(Duration.milliseconds(100));
    }
    await clock.advance(Duration.seconds(30));
    expect(sent.map((line) => line.split(" ")[0])).toEqual(["0", "1", "2", "3"]);
    await notifier.stop();
  });

  test("repeats itself while nobody answers, and then says so", async () => {
    const { clock, sent, unheard, answers, notifier } = scene();
    answers.isHeard = false;
    notifier.changed(apex);
    await clock.advance(Duration.minutes(5));
    expect(sent.map((line) => line.split(" ")[0])).toEqual(["0", "2", "6", "14", "30"]);
    expect(unheard).toHaveLength(1);
    answers.isHeard = true;
    notifier.changed(apex);
    await clock.advance(Duration.seconds(5));
    expect(sent).toHaveLength(6);
    await notifier.stop();
  });

  test("leaves nothing behind where an unreachable secondary is told again and again", async () => {
    const { clock, answers, listeners, notifier } = scene();
    answers.isReachable = false;
    for (let change = 0; change < 5; change += 1) {
      notifier.changed(apex);
      await clock.advance(Duration.minutes(2));
    }
    expect(listeners.count).toBe(0);
    await notifier.stop();
  });

  test("tells of a change without waiting for the next try, and says only once that nobody answers", async () => {
    const { clock, sent, unheard, answers, notifier } = scene();
    answers.isHeard = false;
    notifier.changed(apex);
    await clock.advance(Duration.seconds(20));
    expect(sent.map((line) => line.split(" ")[0])).toEqual(["0", "2", "6", "14"]);
    notifier.changed(apex);
    await clock.advance(Duration.minutes(5));
    expect(sent.map((line) => line.split(" ")[0]).slice(4)).toEqual(["20"]);
    notifier.changed(apex);
    await clock.advance(Duration.minutes(5));
    expect(unheard).toHaveLength(1);
    answers.isHeard = true;
    notifier.changed(apex);
    await clock.advance(Duration.minutes(1));
    answers.isHeard = false;
    notifier.changed(apex);
    await clock.advance(Duration.minutes(5));
    expect(unheard).toHaveLength(2);
    await notifier.stop();
  });

  test("stops at once", async () => {
    const { clock, sent, unheard, answers, notifier } = scene();
    answers.isHeard = false;
    notifier.changed(apex);
    await clock.advance(Duration.seconds(1));
    await notifier.stop();
    await clock.advance(Duration.minutes(5));
    notifier.changed(apex);
    expect([sent.length, unheard.length]).toEqual([1, 0]);
  });
});
