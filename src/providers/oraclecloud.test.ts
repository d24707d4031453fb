import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import {
  oracleAccount,
  oracleEncryptedKey,
  oracleKey,
  oraclePassphrase,
  startOracleCloud,
} from "../../test/emulators/oraclecloud.ts";
import { rsaPair } from "../../test/emulators/signatures/rsa-pair.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./oraclecloud.ts";

const settings = { ...oracleAccount, privateKey: new Secret(oracleKey) };
const subject = { provider, settings, start: startOracleCloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, privateKey: new Secret(rsaPair().privateKey) },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "reads the second page": "as many values as are allowed fit on one page",
    "tells a lost precondition": "a write replaces whatever is there",
  },
});

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(600_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));

test("an encrypted key is read with its passphrase", () => {
  const encrypted = { privateKey: new Secret(oracleEncryptedKey), passphrase: new Secret(oraclePassphrase) };
  return zoneApiAt({ ...subject, settings: { ...settings, ...encrypted } }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  });
});

describe("what has nothing to do with signatures", () => {
  test("a compartment that is missing, or not allowed: rejected", () =>
    zoneApiAt({ ...subject, settings: { ...settings, compartment: "other" } }, async ({ publish }) => {
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "name-not-found" });
    }));

  test("an alias in the way: rejected, with its own code", () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      service.hold({ zone: "example.net", owner: "home.example.net", type: "CNAME", content: "a.example." });
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    }));
});
