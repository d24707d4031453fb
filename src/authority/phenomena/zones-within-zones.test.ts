import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Both sides of a cut served here: the zone with the longest apex answers, but DS is the upper one's. */

describe("zones within zones", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @         3600 SOA ns admin 1 3600 600 86400 300
    @         3600 NS  ns
    ns        3600 A   192.0.2.53
    sub       3600 NS  ns
    sub       3600 DS  1 13 253 abcd
    www.sub   60   A   192.0.2.200
    *         60   TXT "upper"
    `,
    `
    $ORIGIN sub.example.
    @         3600 SOA ns admin 9 3600 600 86400 30
    @         3600 NS  ns.example.
    www       60   A   192.0.2.1
    unsigned  3600 NS  ns.example.
    `,
    `
    $ORIGIN alone.test.
    @         3600 SOA ns admin 9 3600 600 86400 30
    @         3600 NS  ns.example.
    `,
  ]);
  const lower = "authority sub.example. 30 SOA ns.sub.example. admin.sub.example. 9 3600 600 86400 30";

  conversation(
    zones,
    `
    ? www.sub.example. A
    NOERROR aa
    answer www.sub.example. 60 A 192.0.2.1

    ? missing.sub.example. TXT
    NXDOMAIN aa
    ${lower}

    ? sub.example. SOA
    NOERROR aa
    answer sub.example. 3600 SOA ns.sub.example. admin.sub.example. 9 3600 600 86400 30

    ? missing.example. TXT
    NOERROR aa
    answer missing.example. 60 TXT "upper"

    # RFC 4035 §3.1.4.1
    ? sub.example. DS
    NOERROR aa
    answer sub.example. 3600 DS 1 13 253 abcd

    ? unsigned.sub.example. DS
    NOERROR aa
    ${lower}

    # With nothing above, the zone can only say that it knows of none.
    ? alone.test. DS
    NOERROR aa
    authority alone.test. 30 SOA ns.alone.test. admin.alone.test. 9 3600 600 86400 30
    `,
  );
});

describe("the root as a zone", () => {
  const zones = new AnsweringZones([
    `
    . 3600 IN SOA ns.test. admin.test. 1 3600 600 86400 30
    . 3600 IN NS  ns.test.
    test. 3600 IN NS ns.test.
    ns.test. 3600 IN A 192.0.2.53
    `,
  ]);
  conversation(
    zones,
    `
    ? . NS
    NOERROR aa
    answer . 3600 NS ns.test.
    additional ns.test. 3600 A 192.0.2.53

    ? www.test. A
    NOERROR
    authority test. 3600 NS ns.test.
    additional ns.test. 3600 A 192.0.2.53

    ? nothing. A
    NXDOMAIN aa
    authority . 30 SOA ns.test. admin.test. 1 3600 600 86400 30
    `,
  );
});
