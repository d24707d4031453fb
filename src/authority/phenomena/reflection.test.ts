import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";
import { name } from "../../../test/support/values.ts";

/** Names that answer with the address of whoever asks. */

describe("reflection", () => {
  const zones = new AnsweringZones(
    [
      `
      $ORIGIN example.
      @     3600 SOA   ns admin 1 3600 600 86400 300
      @     3600 NS    ns
      ns    3600 A     192.0.2.53
      mixed 60   A     192.0.2.1
      mixed 60   MX    10 ns
      me    60   CNAME whoami.deep
      `,
    ],
    { reflecting: ["whoami.deep.example.", "mixed.example.", "whoami.elsewhere."] },
  );
  const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";
  conversation(
    zones,
    `
    ? whoami.deep.example. A from=198.51.100.7
    NOERROR aa
    answer whoami.deep.example. 0 A 198.51.100.7

    ? WhoAmI.deep.example. AAAA from=2001:db8::7
    NOERROR aa
    answer WhoAmI.deep.example. 0 AAAA 2001:db8::7

    ? whoami.deep.example. TXT from=2001:db8::7 +edns
    NOERROR aa
    answer whoami.deep.example. 0 TXT "2001:db8::7"
    edns 0 1232

    # A socket that takes both families shows IPv4 queriers as mapped addresses.
    ? whoami.deep.example. A from=::ffff:198.51.100.7
    NOERROR aa
    answer whoami.deep.example. 0 A 198.51.100.7

    # There is no address of the other family to tell.
    ? whoami.deep.example. AAAA from=198.51.100.7
    NOERROR aa
    ${negative}

    ? whoami.deep.example. MX
    NOERROR aa
    ${negative}

    # The name exists, and so does what is above it.
    ? deep.example. A
    NOERROR aa
    ${negative}

    ? x.whoami.deep.example. A
    NXDOMAIN aa
    ${negative}

    # Other types of the name are as the zone has them.
    ? mixed.example. A from=198.51.100.7
    NOERROR aa
    answer mixed.example. 0 A 198.51.100.7

    ? mixed.example. MX
    NOERROR aa
    answer mixed.example. 60 MX 10 ns.example.
    additional ns.example. 3600 A 192.0.2.53

    ? me.example. A from=198.51.100.7
    NOERROR aa
    answer me.example. 60 CNAME whoami.deep.example.
    answer whoami.deep.example. 0 A 198.51.100.7

    ? whoami.elsewhere. A from=198.51.100.7
    REFUSED
    `,
  );
});

describe("reflection that is wanted later", () => {
  const zones = new AnsweringZones([
    "$ORIGIN example.\n@ 3600 SOA ns admin 1 3600 600 86400 300\n@ 3600 NS ns\nmixed 60 MX 10 ns\n",
  ]);
  for (const text of ["whoami.example.", "mixed.example.", "whoami.test."]) zones.table.reflect(name(text));
  zones.add("test. 3600 IN SOA ns.test. admin.test. 1 3600 600 86400 300\ntest. 3600 IN NS ns.test.");
  conversation(
    zones,
    `
    ? whoami.example. A from=198.51.100.7
    NOERROR aa
    answer whoami.example. 0 A 198.51.100.7

    ? mixed.example. A from=198.51.100.7
    NOERROR aa
    answer mixed.example. 0 A 198.51.100.7

    ? mixed.example. MX
    NOERROR aa
    answer mixed.example. 60 MX 10 ns.example.

    # The zone came after the wish.
    ? whoami.test. A from=198.51.100.7
    NOERROR aa
    answer whoami.test. 0 A 198.51.100.7
    `,
  );
});

describe("reflection in a zone that comes later", () => {
  const zones = new AnsweringZones([], { reflecting: ["whoami.example."] });
  zones.add("example. 3600 IN SOA ns.test. admin.test. 1 3600 600 86400 300\nexample. 3600 IN NS ns.test.");
  zones.change("example.", "whoami.example. 60 TXT x");
  zones.change("example.", "whoami.example. 60 TXT");
  conversation(
    zones,
    `
    ? whoami.example. A from=198.51.100.7
    NOERROR aa
    answer whoami.example. 0 A 198.51.100.7
    `,
  );
});
