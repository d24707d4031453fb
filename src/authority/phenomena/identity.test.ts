import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Class CHAOS tells what the operator wants told, and no more. RFC 4892 */

describe("identity", () => {
  const zones = new AnsweringZones([], { identity: { version: "holdfast", hostname: "ns1.example" } });
  conversation(
    zones,
    `
    ? version.bind. TXT CH
    NOERROR aa
    answer version.bind. 0 CH TXT "holdfast"

    ? VERSION.SERVER. TXT CH +edns
    NOERROR aa
    answer VERSION.SERVER. 0 CH TXT "holdfast"
    edns 0 1232

    ? hostname.bind. TXT CH
    NOERROR aa
    answer hostname.bind. 0 CH TXT "ns1.example"

    ? id.server. ANY CH
    NOERROR aa
    answer id.server. 0 CH TXT "ns1.example"

    ? authors.bind. TXT CH
    REFUSED

    ? version.bind. A CH
    REFUSED

    ? version.bind. TXT
    REFUSED
    `,
  );
});

describe("the name server identifier", () => {
  const zone = `
    $ORIGIN example.
    @    3600 SOA ns admin 1 3600 600 86400 300
    @    3600 NS  ns
    ns   3600 A   192.0.2.53
  `;
  conversation(
    new AnsweringZones([zone], { identity: { hostname: "ns1.example" } }),
    `
    # Told to whoever asks. RFC 5001 §2.2
    ? ns.example. A +nsid
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53
    edns 0 1232 nsid=ns1.example

    ? ns.example. A +edns
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53
    edns 0 1232

    ? elsewhere.test. A +nsid
    REFUSED
    edns 0 1232 nsid=ns1.example ede=20
    `,
  );
  conversation(
    new AnsweringZones([zone]),
    `
    ? ns.example. NS +nsid
    NOERROR aa
    authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300
    edns 0 1232
    `,
  );
});

describe("identity, half configured", () => {
  conversation(
    new AnsweringZones([], { identity: { version: "holdfast" } }),
    `
    ? version.server. TXT CH
    NOERROR aa
    answer version.server. 0 CH TXT "holdfast"

    ? id.server. TXT CH
    REFUSED
    `,
  );
});
