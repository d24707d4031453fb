import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startVercel, vercelToken } from "../../test/emulators/vercel.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./vercel.ts";

conformsAsHttpZoneApi({
  provider,
  start: startVercel,
  settings: { token: new Secret(vercelToken), teamId: "team_1" },
  wrongSettings: { token: new Secret("wrong-CANARY-token"), teamId: "team_1" },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 100,
  zonePageRows: 100,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
});
