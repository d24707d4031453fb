import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { scalewayToken, startScaleway } from "../../test/emulators/scaleway.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./scaleway.ts";

conformsAsHttpZoneApi({
  provider,
  start: startScaleway,
  settings: { secretKey: new Secret(scalewayToken) },
  wrongSettings: { secretKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("x-auth-token"),
  pageRows: 100,
  zonePageRows: 100,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
});
