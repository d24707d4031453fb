import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** CNAME records: followed inside what is served, not in circles, and never for ever. RFC 1034 §3.6.2, RFC 2181 §10.1 */

const chain = Array.from({ length: 20 }, (_, index) => `c${index} 60 CNAME c${index + 1}`).join("\n    ");

describe("aliases", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @        3600 SOA   ns admin 1 3600 600 86400 300
    @        3600 NS    ns
    ns       3600 A     192.0.2.53
    www      60   CNAME web
    web      60   A     192.0.2.1
    web      60   A     192.0.2.2
    twice    60   CNAME www
    dangling 60   CNAME nowhere
    textual  60   CNAME web
    outside  60   CNAME www.elsewhere.net.
    next     60   CNAME host.other.
    self     60   CNAME self
    ring1    60   CNAME ring2
    ring2    60   CNAME ring3
    ring3    60   CNAME RING1
    *.loop   60   CNAME x.loop
    ${chain}
    `,
    `
    $ORIGIN other.
    @    3600 SOA   ns admin 2 3600 600 86400 120
    @    3600 NS    ns.example.
    host 60   AAAA  2001:db8::1
    back 60   CNAME web.example.
    `,
  ]);
  const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";

  conversation(
    zones,
    `
    ? www.example. A
    NOERROR aa
    answer www.example. 60 CNAME web.example.
    answer web.example. 60 A 192.0.2.1
    answer web.example. 60 A 192.0.2.2

    ? twice.example. A
    NOERROR aa
    answer twice.example. 60 CNAME www.example.
    answer www.example. 60 CNAME web.example.
    answer web.example. 60 A 192.0.2.1
    answer web.example. 60 A 192.0.2.2

    # Asked for the alias itself, there is nothing to follow.
    ? twice.example. CNAME
    NOERROR aa
    answer twice.example. 60 CNAME www.example.

    # The last name decides the response code, and its zone the SOA. RFC 2308 §2.1, RFC 6604 §3
    ? dangling.example. A
    NXDOMAIN aa
    answer dangling.example. 60 CNAME nowhere.example.
    ${negative}

    ? textual.example. TXT
    NOERROR aa
    answer textual.example. 60 CNAME web.example.
    ${negative}

    # Out of what is served it goes no further.
    ? outside.example. A
    NOERROR aa
    answer outside.example. 60 CNAME www.elsewhere.net.

    # Into another served zone and back it does.
    ? next.example. AAAA
    NOERROR aa
    answer next.example. 60 CNAME host.other.
    answer host.other. 60 AAAA 2001:db8::1

    ? next.example. A
    NOERROR aa
    answer next.example. 60 CNAME host.other.
    authority other. 120 SOA ns.other. admin.other. 2 3600 600 86400 120

    ? back.other. A
    NOERROR aa
    answer back.other. 60 CNAME web.example.
    answer web.example. 60 A 192.0.2.1
    answer web.example. 60 A 192.0.2.2
    `,
  );

  conversation(
    zones,
    `
    # Circles end where they close; the client sees that it is one.
    ? self.example. A
    NOERROR aa
    answer self.example. 60 CNAME self.example.

    ? Ring2.example. A
    NOERROR aa
    answer Ring2.example. 60 CNAME ring3.example.
    answer ring3.example. 60 CNAME RING1.example.
    answer RING1.example. 60 CNAME ring2.example.

    ? y.loop.example. A
    NOERROR aa
    answer y.loop.example. 60 CNAME x.loop.example.
    answer x.loop.example. 60 CNAME x.loop.example.

    # A chain is followed sixteen times.
    ? c0.example. A
    NOERROR aa
    ${Array.from({ length: 16 }, (_, index) => `answer c${index}.example. 60 CNAME c${index + 1}.example.`).join("\n    ")}
    `,
  );
});
