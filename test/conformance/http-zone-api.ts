import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Duration } from "../../src/core/duration.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import { answerFault, type FaultRow } from "./faults.ts";
import { portsTo, receivedBy, type WithoutCredentials } from "./http-peer.ts";
import { conformsAsZoneApi, type ZoneApiSubject } from "./zone-api.ts";
import { ZoneBench } from "./zone-bench.ts";
import type { ZonePeer } from "./zone-peer.ts";

/** What a zone API over HTTP promises besides: it survives what networks and servers do to requests and answers. */

export interface HttpZoneApiSubject extends Omit<ZoneApiSubject, "start"> {
  readonly start: () => Promise<EmulatedZones>;
  readonly withoutCredentials: WithoutCredentials;
  /** True where a change of two values is two requests. */
  readonly writesRecordByRecord: boolean;
  /** True where answers to all writes are empty, so that nothing of them can get lost. */
  readonly confirmsWithoutWords?: boolean;
}

export function conformsAsHttpZoneApi(subject: HttpZoneApiSubject): void {
  let service: EmulatedZones;
  const start = async (): Promise<ZonePeer> => {
    service = await subject.start();
    const { addZone, hold, held, stop } = service;
    return {
      addZone,
      hold,
      held,
      stop,
      ports: (clock) => portsTo(service, clock),
      writes: () => service.http.requests.filter(service.isWrite).length,
      received: () => receivedBy(service, subject.withoutCredentials),
    };
  };
  conformsAsZoneApi({ ...subject, start });

  describe(`${subject.provider.id} over HTTP`, () => {
    let bench: ZoneBench;

    beforeEach(async () => {
      bench = await ZoneBench.start({ ...subject, start });
    });

    afterEach(async () => {
      await bench.peer.stop();
      expect(bench.leaks()).toEqual([]);
    });

    describe("while reading", () => {
      const date = { date: "Fri, 20 Nov 2026 09:00:00 GMT", "retry-after": "Fri, 20 Nov 2026 09:02:00 GMT" };
      const readFaults: readonly FaultRow[] = [
        ["429 with seconds", answerFault(429, "slow down", { "retry-after": "77" }), limited(Duration.seconds(77))],
        ["429 with a date", answerFault(429, "", date), limited(Duration.minutes(2))],
        ["429 without a time", answerFault(429, "slow down"), { kind: "failed", code: "rate-limited" }],
        ["503", answerFault(503, "<html>down</html>"), { kind: "failed", code: "server-error" }],
        ["500", answerFault(500, '{"success":false}'), { kind: "failed", code: "server-error" }],
        ["a page", answerFault(200, "<!DOCTYPE html><title>Hi</title>"), { kind: "failed", code: "answer-unreadable" }],
        ["403 by a page", answerFault(403, "<html>Human?</html>"), { kind: "failed", code: "answer-unreadable" }],
        ["half an answer", { kind: "half-written" }, { kind: "failed", code: "answer-unreadable" }],
        ["a body cut short", { kind: "cut-short" }, { kind: "failed", code: "answer-cut-short" }],
        ["ten megabytes", { kind: "huge" }, { kind: "failed", code: "answer-too-large" }],
        ["silence", { kind: "silence" }, { kind: "failed", code: "timed-out" }],
        ["a reset", { kind: "reset" }, { kind: "failed", code: "connection-reset" }],
      ];
      for (const [title, fault, expected] of readFaults) {
        test(`${title}: ${expected.kind} ${expected.code}, nothing written`, async () => {
          service.http.failNext(fault);
          const outcome = await bench.publish("home.example.net", ["192.0.2.1"]);
          expect(outcome).toMatchObject(expected);
          expect(await bench.peer.held()).toEqual([]);
        });
      }

      test("nobody listens: failed", async () => {
        await service.stop();
        const outcome = await bench.publish("home.example.net", ["192.0.2.1"]);
        expect(outcome).toMatchObject({ kind: "failed", code: "connection-refused" });
      });
    });

    describe("while writing", () => {
      const writeFaults: readonly FaultRow[] = [
        ["429 with seconds", answerFault(429, "slow down", { "retry-after": "77" }), limited(Duration.seconds(77))],
        ["503", answerFault(503, "<html>down</html>"), { kind: "failed", code: "server-error" }],
        ["a gateway's 504", answerFault(504, "<html>late</html>"), { kind: "unconfirmed", code: "server-error" }],
        ["a page", answerFault(200, "<html>Welcome</html>"), { kind: "unconfirmed", code: "answer-unreadable" }],
        ["silence", { kind: "silence" }, { kind: "unconfirmed", code: "timed-out" }],
        ["a reset", { kind: "reset" }, { kind: "unconfirmed", code: "connection-reset" }],
      ];
      for (const [title, fault, expected] of writeFaults) {
        test(`${title}: ${expected.kind} ${expected.code}`, async () => {
          service.http.failNext(fault, service.isWrite);
          expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject(expected);
          expect(await bench.peer.held()).toEqual([]);
        });
      }

      const damaged: readonly FaultRow[] = [
        ["the reply is lost", { kind: "reply-lost" }, { kind: "unconfirmed", code: "connection-reset" }],
        ["the reply is cut short", { kind: "cut-short" }, { kind: "unconfirmed", code: "answer-cut-short" }],
        ["the reply is too large", { kind: "huge" }, { kind: "unconfirmed", code: "answer-too-large" }],
      ];
      const possible = damaged.filter(
        ({ 1: { kind } }) => subject.confirmsWithoutWords !== true || kind === "reply-lost",
      );
      for (const [title, fault, expected] of possible) {
        test(`done, but ${title}: ${expected.kind} ${expected.code}, and a read shows the truth`, async () => {
          service.http.failNext(fault, service.isWrite);
          expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject(expected);
          expect(await bench.publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
          expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
        });
      }

      if (subject.writesRecordByRecord) {
        test("the second of two requests fails: unconfirmed, and says how far it came", async () => {
          let isSecond = false;
          service.http.failNext(answerFault(503, ""), (request) => {
            if (!service.isWrite(request)) return false;
            const applies = isSecond;
            isSecond = true;
            return applies;
          });
          const outcome = await bench.publish("home.example.net", ["192.0.2.1", "192.0.2.2"]);
          expect(outcome).toMatchObject({ kind: "unconfirmed", code: "server-error" });
          expect(outcome).toHaveProperty("detail", expect.stringContaining("after 1 of 2"));
          expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
        });
      }
    });
  });
}

/** The time that was asked for. */
function limited(retryAfter: Duration): FaultRow[2] {
  return { kind: "failed", code: "rate-limited", retryAfter };
}
