import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dnsimpleToken, startDnsimple } from "../../test/emulators/dnsimple.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnsimple.ts";

conformsAsHttpZoneApi({
  provider,
  start: startDnsimple,
  settings: { token: new Secret(dnsimpleToken), account: "1010" },
  wrongSettings: { token: new Secret("wrong-CANARY-token"), account: "1010" },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 100,
  zonePageRows: 100,
});
