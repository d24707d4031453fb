import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Answers that are none say why, to whoever speaks EDNS. RFC 8914 §4 */

const zone = `
  $ORIGIN example.
  @    3600 SOA ns admin 1 3600 600 86400 300
  @    3600 NS  ns
  ns   3600 A   192.0.2.53
`;

describe("extended errors", () => {
  const zones = new AnsweringZones([zone]);
  zones.change("example.", "example. 0 SOA");
  conversation(
    zones,
    `
    # Not Authoritative
    ? elsewhere.test. A +edns
    REFUSED
    edns 0 1232 ede=20

    ? elsewhere.test. A
    REFUSED

    # Not Ready: a zone without SOA.
    ? ns.example. A +edns
    SERVFAIL
    edns 0 1232 ede=14

    # Prohibited
    ? example. AXFR +edns +tcp
    REFUSED
    edns 0 1232 ede=18

    ? version.bind. TXT CH +edns
    REFUSED
    edns 0 1232 ede=18

    # Not Supported
    ? example. SOA opcode=NOTIFY +edns
    NOTIMP
    edns 0 1232 ede=21
    `,
  );
});

describe("without extended errors", () => {
  conversation(
    new AnsweringZones([zone], { hasExtendedErrors: false }),
    `
    ? elsewhere.test. A +edns
    REFUSED
    edns 0 1232
    `,
  );
});
