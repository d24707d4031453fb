import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** ANY gets one RRset, so that nobody can use it to make us send much. RFC 8482 §4.1 */

describe("ANY", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @      3600 SOA   ns admin 1 3600 600 86400 300
    @      3600 NS    ns
    ns     3600 A     192.0.2.53
    both   60   A     192.0.2.1
    both   60   A     192.0.2.2
    both   60   AAAA  2001:db8::1
    www    60   CNAME both
    *.wild 60   TXT   "x"
    cut    60   NS    ns
    `,
  ]);
  conversation(
    zones,
    `
    ? both.example. ANY
    NOERROR aa
    answer both.example. 60 A 192.0.2.1
    answer both.example. 60 A 192.0.2.2

    ? both.example. ANY +tcp
    NOERROR aa
    answer both.example. 60 A 192.0.2.1
    answer both.example. 60 A 192.0.2.2

    ? example. ANY
    NOERROR aa
    answer example. 3600 SOA ns.example. admin.example. 1 3600 600 86400 300

    # The alias is what is there. RFC 1034 §4.3.2 step 3a
    ? www.example. ANY
    NOERROR aa
    answer www.example. 60 CNAME both.example.

    ? x.wild.example. ANY
    NOERROR aa
    answer x.wild.example. 60 TXT "x"

    ? wild.example. ANY
    NOERROR aa
    authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300

    ? missing.example. ANY
    NXDOMAIN aa
    authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300

    ? cut.example. ANY
    NOERROR
    authority cut.example. 60 NS ns.example.
    additional ns.example. 3600 A 192.0.2.53
    `,
  );
});
