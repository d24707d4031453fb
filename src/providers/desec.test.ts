import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { desecToken, startDesec } from "../../test/emulators/desec.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./desec.ts";

conformsAsHttpZoneApi({
  provider,
  start: startDesec,
  settings: { token: new Secret(desecToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 500,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});
