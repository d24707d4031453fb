import { describe } from "bun:test";
import { conversation } from "../../../test/support/conversation.ts";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";

/** RFC 4592: its example zone and the answers its text promises, then what the example leaves out. */

const soa = "example. 3600 SOA ns.example.com. admin.example.com. 1 3600 600 86400 300";

describe("wildcards, RFC 4592 §2.2.1", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    example.                 3600 IN  SOA   ns.example.com. admin.example.com. 1 3600 600 86400 300
    example.                 3600     NS    ns.example.com.
    example.                 3600     NS    ns.example.net.
    *.example.               3600     TXT   "this is a wildcard"
    *.example.               3600     MX    10 host1.example.
    sub.*.example.           3600     TXT   "this is not a wildcard"
    host1.example.           3600     A     192.0.2.1
    _ssh._tcp.host1.example. 3600     SRV   0 0 22 host1.example.
    _ssh._tcp.host2.example. 3600     SRV   0 0 22 host2.example.
    subdel.example.          3600     NS    ns.example.com.
    subdel.example.          3600     NS    ns.example.net.
    `,
  ]);

  conversation(
    zones,
    `
    # QNAME=host3.example. QTYPE=MX: will be a "host3.example. IN MX ..."
    ? host3.example. MX
    NOERROR aa
    answer host3.example. 3600 MX 10 host1.example.
    additional host1.example. 3600 A 192.0.2.1

    # QNAME=host3.example. QTYPE=A: the answer will reflect "no error, but no data"
    ? host3.example. A
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    # QNAME=foo.bar.example. QTYPE=TXT: the wildcard stands for names more than one label below, too
    ? foo.bar.example. TXT
    NOERROR aa
    answer foo.bar.example. 3600 TXT "this is a wildcard"

    # QNAME=host1.example. QTYPE=MX: the wildcard will not be used, because the name exists
    ? host1.example. MX
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    # QNAME=sub.*.example. QTYPE=MX: the same, and the asterisk is no wildcard in the middle
    ? sub.*.example. MX
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    # QNAME=_telnet._tcp.host1.example. QTYPE=SRV: because _tcp.host1.example. exists (without data)
    ? _telnet._tcp.host1.example. SRV
    NXDOMAIN aa
    authority ${soa.replace("3600", "300")}

    # QNAME=host.subdel.example. QTYPE=A: because subdel.example. exists, and is a zone cut
    ? host.subdel.example. A
    NOERROR
    authority subdel.example. 3600 NS ns.example.com.
    authority subdel.example. 3600 NS ns.example.net.

    # QNAME=ghost.*.example. QTYPE=MX: because *.example. exists
    ? ghost.*.example. MX
    NXDOMAIN aa
    authority ${soa.replace("3600", "300")}
    `,
  );

  conversation(
    zones,
    `
    # The wildcard's own name is a name like any other. RFC 4592 §2.3
    ? *.example. TXT
    NOERROR aa
    answer *.example. 3600 TXT "this is a wildcard"

    ? *.example. A
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    # A name that only exists through others below it stops the wildcard. RFC 4592 §2.2.2
    ? _tcp.host1.example. TXT
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    ? host2.example. MX
    NOERROR aa
    authority ${soa.replace("3600", "300")}

    ? nowhere.host2.example. MX
    NXDOMAIN aa
    authority ${soa.replace("3600", "300")}

    # The owner of the answer is the name asked for, in its case.
    ? HoSt3.ExAmPlE. TXT
    NOERROR aa
    answer HoSt3.ExAmPlE. 3600 TXT "this is a wildcard"
    `,
  );
});

describe("wildcards elsewhere", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @        3600 SOA   ns admin 1 3600 600 86400 300
    @        3600 NS    ns
    ns       3600 A     192.0.2.53
    *.alias  60   CNAME target
    target   60   A     192.0.2.7
    *.*.deep 60   TXT   "two asterisks"
    *.empty  60   TXT   "below a name without records"
    *        60   AAAA  2001:db8::1
    `,
  ]);
  const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";

  conversation(
    zones,
    `
    # An alias at a wildcard is followed. RFC 4592 §3.3.3
    ? x.alias.example. A
    NOERROR aa
    answer x.alias.example. 60 CNAME target.example.
    answer target.example. 60 A 192.0.2.7

    ? x.alias.example. CNAME
    NOERROR aa
    answer x.alias.example. 60 CNAME target.example.

    # Only the leftmost asterisk stands for anything.
    ? x.*.deep.example. TXT
    NOERROR aa
    answer x.*.deep.example. 60 TXT "two asterisks"

    # *.deep exists, because *.*.deep does; it stands for x.deep and has no data.
    ? x.deep.example. TXT
    NOERROR aa
    ${negative}

    ? y.x.deep.example. TXT
    NOERROR aa
    ${negative}

    ? empty.example. TXT
    NOERROR aa
    ${negative}

    ? a.b.empty.example. TXT
    NOERROR aa
    answer a.b.empty.example. 60 TXT "below a name without records"

    # The wildcard of the apex does not reach below names that exist.
    ? x.target.example. AAAA
    NXDOMAIN aa
    ${negative}

    ? anything.example. AAAA
    NOERROR aa
    answer anything.example. 60 AAAA 2001:db8::1

    ? ns.example. AAAA
    NOERROR aa
    ${negative}
    `,
  );
});
