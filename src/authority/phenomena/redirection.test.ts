import { describe, expect, test } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** DNAME records: names below an owner are those below another name, whatever else the zone has there. RFC 6672 */

const long = "a".repeat(60);

describe("redirection", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @         3600 SOA   ns admin 1 3600 600 86400 300
    @         3600 NS    ns
    ns        3600 A     192.0.2.53
    old       600  DNAME new
    old       60   TXT   "the owner itself stays"
    under.old 60   A     192.0.2.99
    *.old     60   A     192.0.2.98
    host.new  60   A     192.0.2.1
    www.new   60   CNAME host.new
    *.wild.new 60  TXT   "w"
    away      600  DNAME elsewhere.test.
    there     600  DNAME other.
    into      60   CNAME host.old
    twice     600  DNAME deep.twice
    ring      600  DNAME gnir
    gnir      600  DNAME ring
    long      600  DNAME ${long}.${long}.${long}
    mail      60   MX    10 host.old
    mail      60   MX    20 under.old
    *.star    600  DNAME new
    cut       900  NS    ns.cut
    cut       900  DNAME new
    ns.cut    900  A     192.0.2.54
    Mixed     600  DNAME NeW
    `,
    `
    $ORIGIN other.
    @    3600 SOA   ns.example. admin 2 3600 600 86400 120
    @    3600 NS    ns.example.
    @    300  DNAME new.example.
    `,
  ]);
  const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";

  conversation(
    zones,
    `
    # The CNAME has the TTL of the DNAME. RFC 6672 §3.1
    ? host.old.example. A
    NOERROR aa
    answer old.example. 600 DNAME new.example.
    answer host.old.example. 600 CNAME host.new.example.
    answer host.new.example. 60 A 192.0.2.1

    ? www.old.example. A
    NOERROR aa
    answer old.example. 600 DNAME new.example.
    answer www.old.example. 600 CNAME www.new.example.
    answer www.new.example. 60 CNAME host.new.example.
    answer host.new.example. 60 A 192.0.2.1

    ? missing.old.example. A
    NXDOMAIN aa
    answer old.example. 600 DNAME new.example.
    answer missing.old.example. 600 CNAME missing.new.example.
    ${negative}

    ? a.wild.old.example. TXT
    NOERROR aa
    answer old.example. 600 DNAME new.example.
    answer a.wild.old.example. 600 CNAME a.wild.new.example.
    answer a.wild.new.example. 60 TXT "w"

    # The owner itself is not redirected. RFC 6672 §2.3
    ? old.example. TXT
    NOERROR aa
    answer old.example. 60 TXT "the owner itself stays"

    ? old.example. DNAME
    NOERROR aa
    answer old.example. 600 DNAME new.example.

    ? old.example. A
    NOERROR aa
    ${negative}

    # What stands below is not there. RFC 6672 §2.4
    ? under.old.example. A
    NXDOMAIN aa
    answer old.example. 600 DNAME new.example.
    answer under.old.example. 600 CNAME under.new.example.
    ${negative}

    # Neither as additional data.
    ? mail.example. MX
    NOERROR aa
    answer mail.example. 60 MX 10 host.old.example.
    answer mail.example. 60 MX 20 under.old.example.

    ? host.away.example. A
    NOERROR aa
    answer away.example. 600 DNAME elsewhere.test.
    answer host.away.example. 600 CNAME host.elsewhere.test.

    # From one zone into another, and back through the DNAME of its apex.
    ? host.there.example. A
    NOERROR aa
    answer there.example. 600 DNAME other.
    answer host.there.example. 600 CNAME host.other.
    answer other. 300 DNAME new.example.
    answer host.other. 300 CNAME host.new.example.
    answer host.new.example. 60 A 192.0.2.1

    ? other. NS
    NOERROR aa
    answer other. 3600 NS ns.example.

    ? into.example. A
    NOERROR aa
    answer into.example. 60 CNAME host.old.example.
    answer old.example. 600 DNAME new.example.
    answer host.old.example. 600 CNAME host.new.example.
    answer host.new.example. 60 A 192.0.2.1

    # The case of question and record is kept.
    ? HOST.mixeD.example. A
    NOERROR aa
    answer mixeD.example. 600 DNAME NeW.example.
    answer HOST.mixeD.example. 600 CNAME HOST.NeW.example.
    answer HOST.NeW.example. 60 A 192.0.2.1

    # Whoever asks for the alias has it. RFC 6672 §3.2
    ? www.old.example. CNAME
    NOERROR aa
    answer old.example. 600 DNAME new.example.
    answer www.old.example. 600 CNAME www.new.example.

    # Circles end where they close, and a DNAME is said once.
    ? a.ring.example. A
    NOERROR aa
    answer ring.example. 600 DNAME gnir.example.
    answer a.ring.example. 600 CNAME a.gnir.example.
    answer gnir.example. 600 DNAME ring.example.
    answer a.gnir.example. 600 CNAME a.ring.example.

    # A delegation hides the DNAME beside it. RFC 6672 §2.3 forbids the two together.
    ? host.cut.example. A
    NOERROR
    authority cut.example. 900 NS ns.cut.example.
    additional ns.cut.example. 900 A 192.0.2.54

    # At a wildcard it is a record like others. RFC 4592 §4.4
    ? host.star.example. DNAME
    NOERROR aa
    answer host.star.example. 600 DNAME new.example.

    ? host.star.example. A
    NOERROR aa
    ${negative}

    `,
  );

  const room = 255 - 9 - 3 * 61;
  for (const [label, octets, rcode] of [
    ["exactly fits", room - 1, "NXDOMAIN aa"],
    ["is one octet too long", room, "YXDOMAIN aa"],
  ] as const) {
    test(`a name that ${label} for DNS / ${rcode}`, () => {
      const front = "b".repeat(octets);
      const answer = zones.ask(`${front}.long.example. A +edns`);
      expect(answer.slice(0, 2)).toEqual([rcode, `answer long.example. 600 DNAME ${long}.${long}.${long}.example.`]);
      expect(answer.some((line) => line.includes("CNAME"))).toBe(rcode !== "YXDOMAIN aa");
    });
  }

  test("a name that grows with every step ends after sixteen, with the DNAME said once", () => {
    const answer = zones.ask("a.twice.example. A +tcp");
    expect(answer.filter((line) => line.includes("DNAME"))).toHaveLength(1);
    expect(answer.filter((line) => line.includes("CNAME"))).toHaveLength(16);
  });
});
