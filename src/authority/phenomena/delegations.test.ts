import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Zone cuts: referrals, glue, and what the upper side of a cut still answers itself. RFC 1034 §4.2.1, §4.3.2 step 3b */

describe("delegations", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @             3600 SOA   ns admin 1 3600 600 86400 300
    @             3600 NS    ns
    ns            3600 A     192.0.2.53
    www           60   A     192.0.2.1
    child         900  NS    ns.child
    child         900  NS    ns.other
    child         900  NS    ns.elsewhere.test.
    child         900  DS    12345 13 253 abcd
    ns.child      900  A     192.0.2.54
    ns.child      900  AAAA  2001:db8::54
    txt.child     900  TXT   "occluded: only the child may say this"
    other         900  NS    ns.other
    ns.other      900  A     192.0.2.55
    deep.in.here  900  NS    ns
    *.under.child 900  A     192.0.2.98
    made.up       60   MX    10 any.under.child
    into.child    60   CNAME www.child
    away          60   CNAME host.child
    mail          60   MX    10 host.child
    mail          60   MX    20 www
    *.wild        60   A     192.0.2.9
    cut.wild      900  NS    ns
    `,
  ]);
  const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";
  const referral = `
    authority child.example. 900 NS ns.child.example.
    authority child.example. 900 NS ns.other.example.
    authority child.example. 900 NS ns.elsewhere.test.
    additional ns.child.example. 900 A 192.0.2.54
    additional ns.child.example. 900 AAAA 2001:db8::54
    additional ns.other.example. 900 A 192.0.2.55`.trim();

  conversation(
    zones,
    `
    # Not ours to answer, so AA is clear. Glue lies below this cut and below a sibling. RFC 9471 §2.1, §2.2
    ? www.child.example. A
    NOERROR
    ${referral}

    ? a.b.c.d.child.example. A
    NOERROR
    ${referral}

    # The NS records of the cut itself are the child's to answer.
    ? child.example. NS
    NOERROR
    ${referral}

    ? child.example. SOA
    NOERROR
    ${referral}

    # The case of the question is kept in the owner of the referral, which lies inside the question.
    ? WWW.ChIlD.Example. A
    NOERROR
    ${referral.replaceAll("child.example. 900 NS", "ChIlD.Example. 900 NS")}

    # Below a cut even what we hold is no answer, be it glue or occluded.
    ? ns.child.example. A
    NOERROR
    ${referral}

    ? txt.child.example. TXT
    NOERROR
    ${referral}

    # DS is the one type that belongs to the upper side. RFC 4035 §3.1.4.1
    ? child.example. DS
    NOERROR aa
    answer child.example. 900 DS 12345 13 253 abcd

    ? other.example. DS
    NOERROR aa
    ${negative}

    ? www.child.example. DS
    NOERROR
    ${referral}

    # A cut several labels below the apex, with names between that hold nothing.
    ? in.here.example. A
    NOERROR aa
    ${negative}

    ? x.deep.in.here.example. A
    NOERROR
    authority deep.in.here.example. 900 NS ns.example.
    additional ns.example. 3600 A 192.0.2.53

    ? nothing.in.here.example. A
    NXDOMAIN aa
    ${negative}

    # Beside a cut all is as without one.
    ? www.example. A
    NOERROR aa
    answer www.example. 60 A 192.0.2.1

    ? missing.example. A
    NXDOMAIN aa
    ${negative}

    # A wildcard does not reach below a cut beside it.
    ? x.wild.example. A
    NOERROR aa
    answer x.wild.example. 60 A 192.0.2.9

    ? x.cut.wild.example. A
    NOERROR
    authority cut.wild.example. 900 NS ns.example.
    additional ns.example. 3600 A 192.0.2.53
    `,
  );

  conversation(
    zones,
    `
    # An alias that leads below a cut: the alias is ours and authoritative, the rest is a referral. RFC 1034 §4.3.2
    ? away.example. A
    NOERROR aa
    answer away.example. 60 CNAME host.child.example.
    ${referral}

    # into.child.example. is itself below the cut, so its alias is not ours to give.
    ? into.child.example. A
    NOERROR
    ${referral}

    # Glue is what is there by name; a wildcard below a cut makes none.
    ? made.up.example. MX
    NOERROR aa
    answer made.up.example. 60 MX 10 any.under.child.example.

    # Hosts below the cut get no address here: it would be the child's to give.
    ? mail.example. MX
    NOERROR aa
    answer mail.example. 60 MX 10 host.child.example.
    answer mail.example. 60 MX 20 www.example.
    additional www.example. 60 A 192.0.2.1
    `,
  );
});

describe("a delegation that goes away", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @      3600 SOA ns admin 1 3600 600 86400 300
    @      3600 NS  ns
    www.a  60   A   192.0.2.1
    `,
  ]);
  zones.change("example.", "a.example. 60 NS ns.test.");
  zones.change("example.", "a.example. 60 NS");
  conversation(
    zones,
    `
    ? www.a.example. A
    NOERROR aa
    answer www.a.example. 60 A 192.0.2.1
    `,
  );
});
