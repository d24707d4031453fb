import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Absence: of a type, of a name, of a zone; how long it may be remembered. RFC 2308, RFC 8020 */

describe("negative answers", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN low.
    @      3600 SOA ns admin 1 3600 600 86400 60
    @      3600 NS  ns
    ns     3600 A   192.0.2.53
    a.b.c  60   A   192.0.2.1
    `,
    `
    $ORIGIN high.
    @      30   SOA ns admin 1 3600 600 86400 86400
    @      3600 NS  ns.low.
    `,
  ]);
  const low = "authority low. 60 SOA ns.low. admin.low. 1 3600 600 86400 60";

  conversation(
    zones,
    `
    # The lesser of the SOA's TTL and its minimum. RFC 2308 §3
    ? ns.low. AAAA
    NOERROR aa
    ${low}

    ? missing.high. A
    NXDOMAIN aa
    authority high. 30 SOA ns.high. admin.high. 1 3600 600 86400 86400

    # Asked for, the SOA has its own TTL.
    ? low. SOA
    NOERROR aa
    answer low. 3600 SOA ns.low. admin.low. 1 3600 600 86400 60

    # Names that exist only through names below them exist. RFC 8020 §2
    ? c.low. A
    NOERROR aa
    ${low}

    ? b.c.low. ANY
    NOERROR aa
    ${low}

    ? x.c.low. A
    NXDOMAIN aa
    ${low}

    ? x.a.b.c.low. A
    NXDOMAIN aa
    ${low}

    # The zone itself always exists.
    ? low. A
    NOERROR aa
    ${low}

    # Type codes nobody has assigned are just types that are not there. RFC 3597 §3
    ? ns.low. TYPE65280
    NOERROR aa
    ${low}

    # Names in no served zone are refused, the root among them.
    ? elsewhere. A
    REFUSED

    ? . NS
    REFUSED

    # Being the end of another name does not make one a zone of ours.
    ? xlow. A
    REFUSED
    `,
  );
});

describe("names that come and go", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @ 3600 SOA ns admin 1 3600 600 86400 60
    @ 3600 NS  ns.test.
    `,
  ]);
  zones.change("example.", "a.b.c.example. 60 A 192.0.2.1", "b.c.example. 60 TXT x");
  zones.change("example.", "b.c.example. 60 TXT");
  zones.change("example.", "x.y.example. 60 A 192.0.2.1");
  zones.change("example.", "x.y.example. 60 A");
  const negative = "authority example. 60 SOA ns.test. admin.example. 5 3600 600 86400 60";
  conversation(
    zones,
    `
    # What lost its records but not what is below it still exists.
    ? b.c.example. TXT
    NOERROR aa
    ${negative.replace("ns.test.", "ns.example.")}

    # What lost its last record takes along the names above it that had none.
    ? y.example. A
    NXDOMAIN aa
    ${negative.replace("ns.test.", "ns.example.")}
    `,
  );
});
