import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dnspodToken, startDnspod } from "../../test/emulators/dnspod.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnspod.ts";

conformsAsHttpZoneApi({
  provider,
  start: startDnspod,
  settings: { tokenId: "1234", token: new Secret(dnspodToken), email: "user@example.net" },
  wrongSettings: { tokenId: "1234", token: new Secret("wrong-CANARY-token"), email: "user@example.net" },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("login_token"),
  pageRows: 100,
  fields: { weight: "7" },
  option: { options: { weight: 9 }, fields: { weight: "9" } },
});
