import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { porkbunApiKey, porkbunSecretKey, startPorkbun } from "../../test/emulators/porkbun.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./porkbun.ts";

conformsAsHttpZoneApi({
  provider,
  start: startPorkbun,
  settings: { apiKey: new Secret(porkbunApiKey), secretKey: new Secret(porkbunSecretKey) },
  wrongSettings: { apiKey: new Secret(porkbunApiKey), secretKey: new Secret("sk1_wrong-CANARY") },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("apikey", "secretapikey"),
  zonePageRows: 1000,
  fields: { notes: "kept" },
  option: { options: { notes: "by holdfast" }, fields: { notes: "by holdfast" } },
});
