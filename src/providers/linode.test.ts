import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { linodeToken, startLinode } from "../../test/emulators/linode.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./linode.ts";

conformsAsHttpZoneApi({
  provider,
  start: startLinode,
  settings: { token: new Secret(linodeToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 500,
  zonePageRows: 500,
});
