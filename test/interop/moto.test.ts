import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Settings } from "../../src/core/provider.ts";
import { addressRdata } from "../../src/core/rrset.ts";
import { Secret } from "../../src/core/secret.ts";
import { provider } from "../../src/providers/route53.ts";
import { conformsAsZoneApi } from "../conformance/zone-api.ts";
import { ZoneBench } from "../conformance/zone-bench.ts";
import { expectOk } from "../support/expect-ok.ts";
import { address, name } from "../support/values.ts";
import { Moto } from "./moto-server.ts";

/** Amazon Route 53 against PyPI's moto. */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

let moto: Moto;
beforeAll(async () => {
  moto = await Moto.start();
});
afterAll(() => moto.stop());

/** Settings are asked for when a test connects, because the server makes the keys. */
const settings: Settings = {
  get accessKeyId() {
    return moto.credentials.accessKeyId;
  },
  get secretAccessKey() {
    return new Secret(moto.credentials.secretAccessKey);
  },
  partition: "aws",
};
const wrongSettings: Settings = {
  get accessKeyId() {
    return moto.credentials.accessKeyId;
  },
  secretAccessKey: new Secret("wrong-CANARY-secret"),
  partition: "aws",
};
const subject = { provider, settings, wrongSettings, start: () => moto.reset() };

conformsAsZoneApi({
  ...subject,
  zonePageRows: 100,
  cannot: {
    "lifts a short TTL": "every TTL is allowed",
    "reads the second page": "an RRset is one row",
    "tells a lost precondition": "UPSERT writes whatever is there",
  },
});

test("the vendor's library makes the signature of a write as we do", async () => {
  const bench = await ZoneBench.start(subject);
  const owner = name("home.example.net");
  const api = bench.connect();
  const zone = expectOk(await api.zoneOf(owner));
  const before = expectOk(await api.read(zone, owner, "A", {}));
  const rdata = addressRdata(address("192.0.2.1"));
  const edits = [{ kind: "create", rdata }] as const;
  const change = { owner, type: "A", before, after: [rdata], ttl: undefined, options: {}, edits } as const;
  await moto.checkItself();
  const refused = await bench.connect(wrongSettings).apply(zone, change);
  expect(refused.kind).toBe("rejected");
  expect(await api.apply(zone, change)).toMatchObject({ kind: "updated" });
});
