import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { hetznerToken, startHetzner } from "../../test/emulators/hetzner.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./hetzner.ts";

conformsAsHttpZoneApi({
  provider,
  start: startHetzner,
  settings: { token: new Secret(hetznerToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 50,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});
