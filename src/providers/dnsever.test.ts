import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import type { EmulatedAnswer } from "../../test/emulators/http-emulator.ts";
import { isBasic, startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnsever.ts";

const code = "CANARY+code";
const settings = { username: "someone", code: new Secret(code) };

/** An answer as the vendor's page shows it. */
function xml(attributes: string, hosts = ""): EmulatedAnswer {
  const body = `<dnsever>\n  <result type="update" ${attributes} lang="en">${hosts}</result>\n</dnsever>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

const refused = (number: number): EmulatedAnswer => xml(`code="${number}" msg="No"`);

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dyna.dnsever.com"],
      path: "/update.php",
      required: ["host", "host[]"],
      isProven: isBasic("someone", code),
      name: (parameters) => parameters["host[]"],
      addresses: ({ host = "" }) => [host],
      holds: "ipv4",
      says: {
        updated: ({ name }) =>
          xml(
            'code="701" numOfSuccess="1" numOfFailure="0" msg="DDNS updated"',
            `<host name="${name}" code="700" msg="Success"></host>`,
          ),
        unproven: { ...refused(103), status: 401 },
        unknownName: refused(304),
      },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, code: new Secret("wrong-CANARY") },
  withoutCredentials: withoutHeader("authorization"),
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = { provider, settings, owner: "home.example.net" };

sends(tables, [
  [
    "the name as the key of a list",
    { ipv4: "192.0.2.1" },
    ["GET https://dyna.dnsever.com/update.php?host%5Bhome.example.net%5D=192.0.2.1"],
  ],
]);

reads(tables, [
  [refused(103), { kind: "rejected", code: "credentials-rejected" }],
  [refused(203), { kind: "failed", code: "under-maintenance" }],
  [refused(210), { kind: "failed", code: "server-error" }],
  [refused(302), { kind: "rejected", code: "name-invalid" }],
  [refused(303), { kind: "rejected", code: "value-invalid" }],
  [refused(305), { kind: "rejected", code: "request-refused" }],
  [
    xml('code="701" numOfSuccess="0" numOfFailure="1"', '<host name="home.example.net" code="304" msg="No"></host>'),
    { kind: "rejected", code: "name-not-found" },
  ],
  [xml('code="701" numOfSuccess="0" numOfFailure="1"'), { kind: "rejected", code: "request-refused" }],
]);
