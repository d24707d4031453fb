import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Duration } from "../../src/core/duration.ts";
import type { Outcome, RejectCode } from "../../src/core/outcome.ts";
import type { ProviderDeclaration, PushRequest, PushService, Settings } from "../../src/core/provider.ts";
import { addressRdata } from "../../src/core/rrset.ts";
import type { EmulatedPush } from "../emulators/emulated-push.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { address, name } from "../support/values.ts";
import { Exposure } from "./exposure.ts";
import { answerFault, type FaultRow } from "./faults.ts";
import { portsTo, receivedBy, type WithoutCredentials } from "./http-peer.ts";
import type { Subject } from "./subject.ts";

/**
 * What every service that is told addresses promises. A provider's test calls this once, names what its service cannot
 * do with the reason, and adds only what is peculiar to it.
 */

export type PushRow =
  | "takes both families"
  | "takes IPv6"
  | "leaves the other family alone"
  | "tells that nothing changed"
  | "refuses another's name";

/** What only services of both families can do. */
const rowsOfBoth: readonly PushRow[] = ["takes both families", "takes IPv6", "leaves the other family alone"];

export interface PushSubject extends Subject {
  readonly start: () => Promise<EmulatedPush>;
  readonly withoutCredentials: WithoutCredentials;
  /** A name the service could hold. */
  readonly owner: string;
  /** Codes this service cannot tell apart from better ones, with the reason. */
  readonly refusals?: {
    readonly wrongSecret?: readonly [code: RejectCode, reason: string];
    readonly unknownName?: readonly [code: RejectCode, reason: string];
  };
  /** Promises the service cannot keep, each with the reason; they are left out. */
  readonly cannot?: Readonly<Partial<Record<PushRow, string>>>;
  /** What the service's successes are, where that makes them hard to tell from other answers, with the reason. */
  readonly successes?: { readonly arePages?: string; readonly areAnyText?: string };
}

/** A withdrawal, after IPv4 192.0.2.1 and IPv6 2001:db8::1 were published. */
interface WithdrawalRow {
  readonly title: string;
  /** What is pushed; an empty text withdraws a family. */
  readonly told: { readonly ipv4?: string; readonly ipv6?: string };
  readonly isPossible: boolean;
  /** What is published afterwards. */
  readonly left: readonly string[];
}

/** Every way to withdraw, and whether the declaration promises it. */
function withdrawalRows({ withdrawal: { families, needs } }: ProviderDeclaration): readonly WithdrawalRow[] {
  const [takes4, takes6] = [families.includes("ipv4"), families.includes("ipv6")];
  const isAlone = needs === "nothing";
  return [
    {
      title: "withdraws both families",
      told: { ipv4: "", ipv6: "" },
      isPossible: takes4 && takes6 && needs !== "other-address",
      left: [],
    },
    {
      title: "withdraws IPv4 and sets IPv6",
      told: { ipv4: "", ipv6: "2001:db8::2" },
      isPossible: takes4,
      left: ["2001:db8::2"],
    },
    {
      title: "withdraws IPv6 and sets IPv4",
      told: { ipv4: "192.0.2.2", ipv6: "" },
      isPossible: takes6,
      left: ["192.0.2.2"],
    },
    { title: "withdraws IPv4 alone", told: { ipv4: "" }, isPossible: takes4 && isAlone, left: ["2001:db8::1"] },
    { title: "withdraws IPv6 alone", told: { ipv6: "" }, isPossible: takes6 && isAlone, left: ["192.0.2.1"] },
  ];
}

const unreadable = { kind: "unconfirmed", code: "answer-unreadable" } as const;

function foreignPage(words: string): FaultRow {
  return ["a page", answerFault(200, `<html>${words}</html>`), unreadable];
}

const foreignTexts: readonly FaultRow[] = [
  ["other words", answerFault(200, "goodbye OKAY"), unreadable],
  ["nothing at all", answerFault(200, ""), unreadable],
];

export function conformsAsPushService(subject: PushSubject): void {
  describe(`${subject.provider.id} as a push service`, () => {
    let service: EmulatedPush;
    let exposure: Exposure;

    beforeEach(async () => {
      service = await subject.start();
      service.addName(subject.owner);
      exposure = new Exposure(subject);
    });

    afterEach(async () => {
      await service.stop();
      expect(exposure.leaks(receivedBy(service, subject.withoutCredentials))).toEqual([]);
    });

    const connect = (settings: Settings = subject.settings): PushService => {
      const provider = subject.provider.connect(settings, portsTo(service, new FakeClock()));
      if (provider.kind !== "push") throw new Error("the declaration is not of a push service");
      return provider;
    };

    const push = async (
      addresses: { readonly ipv4?: string | ""; readonly ipv6?: string | "" },
      owner = subject.owner,
      settings?: Settings,
    ): Promise<Outcome> => {
      const lists: [string, PushRequest["addresses"][keyof PushRequest["addresses"]]][] = Object.entries(addresses).map(
        ([family, text]) => [family, text === "" ? [] : [address(text)]],
      );
      if (addresses.ipv4 !== undefined) service.callFrom?.(addresses.ipv4);
      const request = { owner: name(owner), addresses: Object.fromEntries(lists), ttl: undefined, options: {} };
      return exposure.remember(await connect(settings).push(request));
    };

    const takesIPv6 = subject.provider.families.includes("ipv6");
    const row = (title: PushRow, run: () => Promise<void>): void => {
      if (subject.cannot?.[title] !== undefined || (!takesIPv6 && rowsOfBoth.includes(title))) return;
      test(title, run);
    };

    test("a first address: updated", async () => {
      expect(await push({ ipv4: "192.0.2.1" })).toEqual({
        kind: "updated",
        changes: [{ owner: name(subject.owner), type: "A", before: [], after: [addressRdata(address("192.0.2.1"))] }],
      });
      expect(service.published(subject.owner)).toEqual(["192.0.2.1"]);
    });

    row("tells that nothing changed", async () => {
      await push({ ipv4: "192.0.2.1" });
      expect(await push({ ipv4: "192.0.2.1" })).toEqual({ kind: "unchanged" });
    });

    test("another address: updated", async () => {
      await push({ ipv4: "192.0.2.1" });
      expect(await push({ ipv4: "192.0.2.2" })).toMatchObject({ kind: "updated" });
      expect(service.published(subject.owner)).toEqual(["192.0.2.2"]);
    });

    row("takes IPv6", async () => {
      expect(await push({ ipv6: "2001:db8::1" })).toMatchObject({ kind: "updated", changes: [{ type: "AAAA" }] });
      expect(service.published(subject.owner)).toEqual(["2001:db8::1"]);
    });

    row("takes both families", async () => {
      const outcome = await push({ ipv4: "192.0.2.1", ipv6: "2001:db8::1" });
      expect(outcome).toMatchObject({ kind: "updated", changes: [{ type: "A" }, { type: "AAAA" }] });
      expect(service.published(subject.owner)).toEqual(["192.0.2.1", "2001:db8::1"]);
    });

    row("leaves the other family alone", async () => {
      await push({ ipv4: "192.0.2.1", ipv6: "2001:db8::1" });
      await push({ ipv6: "2001:db8::2" });
      expect(service.published(subject.owner)).toEqual(["192.0.2.1", "2001:db8::2"]);
      await push({ ipv4: "192.0.2.2" });
      expect(service.published(subject.owner)).toEqual(["192.0.2.2", "2001:db8::2"]);
    });

    for (const { title, told, isPossible, left } of withdrawalRows(subject.provider)) {
      test(`${title}: ${isPossible ? "updated" : "rejected, nothing sent"}`, async () => {
        if (isPossible) await push({ ipv4: "192.0.2.1", ipv6: "2001:db8::1" });
        const outcome = await push(told);
        expect(outcome).toMatchObject(isPossible ? { kind: "updated" } : { kind: "rejected", code: "unsupported" });
        expect(isPossible ? service.published(subject.owner) : service.http.requests).toEqual(
          isPossible ? [...left] : [],
        );
      });
    }

    if (!takesIPv6) {
      test("IPv6 where the service has none: rejected, nothing sent", async () => {
        expect(await push({ ipv6: "2001:db8::1" })).toMatchObject({ kind: "rejected", code: "unsupported" });
        expect(service.http.requests).toEqual([]);
      });
    }

    const [secretCode, secretReason] = subject.refusals?.wrongSecret ?? ["credentials-rejected", ""];
    test(`a wrong secret: rejected, ${secretCode} ${secretReason}`, async () => {
      const takesBoth = takesIPv6 && subject.cannot?.["takes both families"] === undefined;
      const both = { ipv4: "192.0.2.1", ...(takesBoth ? { ipv6: "2001:db8::1" } : {}) };
      const outcome = await push(both, subject.owner, subject.wrongSettings);
      expect(outcome).toMatchObject({ kind: "rejected", code: secretCode });
      expect(service.published(subject.owner)).toEqual([]);
      // A second attempt with the same secret is how accounts get blocked.
      expect(service.http.requests.length).toBe(1);
    });

    const [nameCode] = subject.refusals?.unknownName ?? ["name-not-found"];
    row("refuses another's name", async () => {
      const outcome = await push({ ipv4: "192.0.2.1" }, `other-${subject.owner}`);
      expect(outcome).toMatchObject({ kind: "rejected", code: nameCode });
    });

    const seconds = answerFault(429, "slow down", { "retry-after": "77" });
    const faults: readonly FaultRow[] = [
      ["429 with seconds", seconds, { kind: "failed", code: "rate-limited", retryAfter: Duration.seconds(77) }],
      ["429 without a time", answerFault(429, "slow down"), { kind: "failed", code: "rate-limited" }],
      ["503", answerFault(503, "<html>down</html>"), { kind: "failed", code: "server-error" }],
      ["a gateway's 504", answerFault(504, "<html>late</html>"), { kind: "unconfirmed", code: "server-error" }],
      // Services that answer with pages cannot tell this one by being a page.
      foreignPage(subject.successes?.arePages === undefined ? "good OK" : "Please sign in"),
      ...(subject.successes?.areAnyText === undefined ? foreignTexts : []),
      ["ten megabytes", { kind: "huge" }, { kind: "unconfirmed", code: "answer-too-large" }],
      ["silence", { kind: "silence" }, { kind: "unconfirmed", code: "timed-out" }],
      ["a reset", { kind: "reset" }, { kind: "unconfirmed", code: "connection-reset" }],
    ];
    for (const [title, fault, expected] of faults) {
      test(`${title}: ${expected.kind} ${expected.code}`, async () => {
        service.http.failNext(fault);
        expect(await push({ ipv4: "192.0.2.1" })).toMatchObject(expected);
      });
    }

    test("nobody listens: failed", async () => {
      await service.stop();
      expect(await push({ ipv4: "192.0.2.1" })).toMatchObject({ kind: "failed", code: "connection-refused" });
    });

    test("reply lost: unconfirmed, and what was sent is there", async () => {
      service.http.failNext({ kind: "reply-lost" });
      expect(await push({ ipv4: "192.0.2.1" })).toMatchObject({ kind: "unconfirmed" });
      expect(service.published(subject.owner)).toEqual(["192.0.2.1"]);
    });
  });
}
