import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { luadnsToken, startLuadns } from "../../test/emulators/luadns.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./luadns.ts";

conformsAsHttpZoneApi({
  provider,
  start: startLuadns,
  settings: { email: "user@example.net", token: new Secret(luadnsToken) },
  wrongSettings: { email: "user@example.net", token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
});
