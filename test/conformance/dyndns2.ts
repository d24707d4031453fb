import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Outcome } from "../../src/core/outcome.ts";
import type { ProviderDeclaration, PushRequest, PushService, Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { startDyndns2, type Dyndns2Rules } from "../emulators/dyndns2.ts";
import type { EmulatedPush } from "../emulators/emulated-push.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { address, name } from "../support/values.ts";
import { portsTo } from "./http-peer.ts";
import type { PushRow, PushSubject } from "./push.ts";
import { sends } from "./push-tables.ts";

/** What the tests of dyndns2 services share: the subject for the push suite, and tables of what is peculiar. */

/** A service and the rules its emulator enforces. */
export interface Dyndns2Subject {
  readonly provider: ProviderDeclaration;
  readonly rules: Omit<Dyndns2Rules, "password">;
  /** Settings besides the login. */
  readonly settings?: Settings;
  readonly refusals?: PushSubject["refusals"];
  readonly cannot?: PushSubject["cannot"];
  readonly successes?: NonNullable<PushSubject["successes"]>;
}

const password = "CANARY+pass word";

/** The subject of the push suite for a dyndns2 service. */
export function dyndns2Subject(subject: Dyndns2Subject): PushSubject {
  const { provider, rules } = subject;
  const { settings, cannot, refusals } = withReasons(subject);
  return {
    provider,
    start: () => startDyndns2({ ...rules, password }),
    owner: "home.example.net",
    settings,
    wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
    withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
    refusals,
    cannot,
    ...(subject.successes === undefined ? {} : { successes: subject.successes }),
  };
}

function withReasons(subject: Dyndns2Subject): Required<Pick<PushSubject, "settings" | "refusals" | "cannot">> {
  const { provider, rules } = subject;
  const cannot: Partial<Record<PushRow, string>> = { ...subject.cannot };
  const mustName = provider.credentials["records"] !== undefined;
  if (mustName) {
    cannot["takes IPv6"] = "the service changes the other family, so it must be named";
    cannot["leaves the other family alone"] = "the service changes it, see the table of its own";
  }
  if (rules.isBound === true) cannot["refuses another's name"] = "the login knows one name and looks at no other";
  return {
    settings: {
      ...(rules.user === undefined ? {} : { username: rules.user }),
      password: new Secret(password),
      ...(mustName ? { records: "ipv4" } : {}),
      ...subject.settings,
    },
    refusals: {
      ...(rules.user === undefined ? { unknownName: ["credentials-rejected", "hosts sign in as themselves"] } : {}),
      ...subject.refusals,
    },
    cannot,
  };
}

/** Tables for a service that changes the family which a request does not name: nothing is lost that way. */
export function namesEveryFamily(subject: Dyndns2Subject): void {
  describe(`${subject.provider.id} names every family`, () => {
    const { start, settings, owner } = dyndns2Subject(subject);
    const [one, six, other] = [address("192.0.2.1"), address("2001:db8::1"), address("192.0.2.2")];
    let service: EmulatedPush;
    beforeEach(async () => {
      service = await start();
      service.addName(owner);
    });
    afterEach(() => service.stop());

    const push = (records: string, request: Pick<PushRequest, "addresses" | "alongside">): Promise<Outcome> => {
      const connected = subject.provider.connect({ ...settings, records }, portsTo(service, new FakeClock()));
      return pushServiceOf(connected).push({ owner: name(owner), ttl: undefined, options: {}, ...request });
    };

    test("one family changed, the other confirmed: both are there afterwards", async () => {
      expect(await push("both", { addresses: { ipv4: [one], ipv6: [six] } })).toMatchObject({ kind: "updated" });
      const changed = await push("both", { addresses: { ipv4: [other] }, alongside: { ipv6: [six] } });
      expect(changed).toMatchObject({ kind: "updated", changes: [{ type: "A" }] });
      expect(service.published(owner)).toEqual(["192.0.2.2", "2001:db8::1"]);
    });

    const deleted = subject.provider.withdrawal.families;
    for (const family of deleted) {
      const [kept, left] = family === "ipv6" ? [{ ipv4: [other] }, "192.0.2.2"] : [{ ipv6: [six] }, "2001:db8::1"];
      test(`${family} has gone: the other one is told, and again while it stays away`, async () => {
        await push("both", { addresses: { ipv4: [one], ipv6: [six] } });
        expect(await push("both", { addresses: { ...kept, [family]: [] } })).toMatchObject({ kind: "updated" });
        expect(service.published(owner)).toEqual([left]);
        expect(await push("both", { addresses: kept, alongside: { [family]: [] } })).toEqual({ kind: "unchanged" });
        expect(service.published(owner)).toEqual([left]);
      });
    }

    const rows: readonly (readonly [records: string, addresses: PushRequest["addresses"]])[] = [
      ["both", { ipv4: [one] }],
      ["both", { ipv6: [six] }],
      ["ipv4", { ipv6: [six] }],
      ["ipv6", { ipv4: [one] }],
    ];
    for (const [records, addresses] of rows) {
      test(`records ${records}, only ${Object.keys(addresses).join()} known: failed, nothing sent`, async () => {
        expect(await push(records, { addresses })).toMatchObject({ kind: "failed", code: "actual-unknown" });
        expect(service.http.requests).toEqual([]);
      });
    }
  });
}

/** A service without encryption gets nothing before the user accepts that. */
export function refusesPlainHttp(subject: Dyndns2Subject): void {
  const encrypted = dyndns2Subject({ ...subject, settings: { insecure: false } });
  sends(encrypted, [["over plain HTTP only when the user accepts that", { ipv4: "192.0.2.1" }, "insecure-transport"]]);
}

function pushServiceOf(provider: ReturnType<ProviderDeclaration["connect"]>): PushService {
  if (provider.kind !== "push") throw new Error("dyndns2 services are told addresses");
  return provider;
}
