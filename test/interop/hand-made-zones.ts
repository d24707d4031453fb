import type { ZoneText } from "./authorities.ts";

/** Small zones by hand, each about one thing in which servers differ, or in which they had better not. */

function zone(apex: string, records: string): ZoneText {
  const head = `$ORIGIN ${apex}\n@ 3600 IN SOA ns admin 7 3600 600 86400 300\n@ 3600 IN NS ns\nns 3600 IN A 192.0.2.53\n`;
  return { apex, text: `${head}${records.trim()}\n` };
}

/** One owner for each type there is, and wildcards, aliases and cuts among them. */
const everyType = zone(
  "types.test.",
  `
loc 60 IN LOC 42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m
naptr 60 IN NAPTR 100 10 "u" "sip+E2U" "!^.*$!sip:info@foo.test!i" .
naptr 60 IN NAPTR 100 20 "s" "" "" _sip._udp.types.test.
_sip._udp 60 IN SRV 1 2 5060 web
_443._tcp 60 IN TLSA 3 1 1 ${"0123456789abcdef".repeat(4)}
*._tcp 60 IN TLSA 3 1 2 ${"fedcba9876543210".repeat(8)}
sshfp 60 IN SSHFP 4 2 ${"0123456789abcdef".repeat(4)}
k._openpgpkey 60 IN OPENPGPKEY ${"mQCN".repeat(40)}
_http._tcp 60 IN URI 10 1 "https://www.example.net/a?b=c;d"
@ 60 IN CAA 128 issue "ca.example.net; policy=ev"
@ 60 IN HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1
@ 60 IN A 192.0.2.1
svc 60 IN SVCB 1 web.types.test. alpn=dot port=853
svc 60 IN SVCB 2 web.elsewhere.test. alpn=dot
alias 60 IN HTTPS 0 svc2.types.test.
svc2 60 IN HTTPS 1 web.types.test. alpn=h2
svc2 60 IN AAAA 2001:db8::2
web 60 IN A 192.0.2.2
web 60 IN AAAA 2001:db8::3
d 60 IN DNAME new
d 60 IN LOC 1 0 0.000 N 1 0 0.000 E 0.00m 1m 10000m 10m
www.new 60 IN HTTPS 1 . alpn=h3
secure 60 IN NS ns.secure
secure 60 IN DS 60485 8 2 ${"0af1".repeat(16)}
ns.secure 60 IN A 192.0.2.54
insecure 60 IN NS ns.secure
*.wild 60 IN NAPTR 1 1 "s" "" "" _sip._udp.types.test.
*.wild 60 IN URI 1 1 "https://wild.example.net/"
cds 60 IN CDS 0 0 0 00
cds 60 IN CDNSKEY 0 3 0 AA==
csync 60 IN CSYNC 66 3 A NS AAAA
ptr 60 IN PTR web
unknown 60 IN TYPE65400 \\# 5 0102030405
unknown 60 IN TYPE65403 \\# 1 00
`,
);

/** Names that need escapes, at the limits of length, and with upper case. */
const oddNames = zone(
  "odd.test.",
  `
a\\.b 60 IN A 192.0.2.1
a\\032b 60 IN A 192.0.2.2
\\001\\254 60 IN A 192.0.2.3
${"m".repeat(63)} 60 IN A 192.0.2.4
*.${"w".repeat(63)} 60 IN A 192.0.2.5
${["x", "y", "z"].map((letter) => letter.repeat(61)).join(".")} 60 IN A 192.0.2.6
${Array.from({ length: 60 }, () => "d").join(".")} 60 IN A 192.0.2.7
UPPER.Case 60 IN CNAME MiXeD.TaRgEt
mixed.target 60 IN A 192.0.2.8
_ 60 IN A 192.0.2.9
- 60 IN A 192.0.2.10
1.2.3.4 60 IN PTR a\\.b
a.*.b 60 IN A 192.0.2.11
*.x.*.b 60 IN A 192.0.2.12
`,
);

/** Chains of aliases: long ones, ones that end nowhere, below a cut, outside, at a wildcard, and rings. */
const chains = zone(
  "chains.test.",
  `
${Array.from({ length: 9 }, (_, index) => `c${index} 60 IN CNAME c${index + 1}`).join("\n")}
c9 60 IN A 192.0.2.9
nowhere 60 IN CNAME missing
ent 60 IN CNAME b.ent2
a.b.ent2 60 IN A 192.0.2.10
cut 60 IN CNAME www.below
below 60 IN NS ns.below
ns.below 60 IN A 192.0.2.54
away 60 IN CNAME www.elsewhere.example.
over 60 IN CNAME x.types.test.
overhit 60 IN CNAME web.types.test.
stood 60 IN CNAME any.wild
*.wild 60 IN CNAME c8
*.wildmiss 60 IN CNAME missing
long 60 IN CNAME ${"l".repeat(63)}.${"l".repeat(63)}.${"l".repeat(63)}
`,
);

/** A parent and its child served by the same server, with a third below that is not. */
const parent = zone(
  "parent.test.",
  `
child 900 IN NS ns.child
child 900 IN DS 12345 13 2 ${"0123456789abcdef".repeat(4)}
ns.child 900 IN A 192.0.2.54
unserved 900 IN NS ns.unserved
unserved 900 IN NS ns.child
ns.unserved 900 IN A 192.0.2.55
ns.unserved 900 IN AAAA 2001:db8::55
lame 900 IN NS any.wild.unserved
*.wild.unserved 900 IN A 192.0.2.99
into 60 IN CNAME www.child
mx 60 IN MX 10 www.child
`,
);
const child = zone(
  "child.parent.test.",
  `
www 60 IN A 192.0.2.80
back 60 IN CNAME into.parent.test.
grand 900 IN NS ns.elsewhere.example.
grand 900 IN DS 12346 13 2 ${"fedcba9876543210".repeat(4)}
`,
);

/** Addresses to names, with part of them delegated in the way of RFC 2317. */
const reverse = zone(
  "2.0.192.in-addr.arpa.",
  `
1 60 IN PTR host.example.
2 60 IN PTR a.example.
2 60 IN PTR b.example.
64/26 60 IN NS ns.elsewhere.example.
65 60 IN CNAME 65.64/26
66 60 IN CNAME 66.64/26
`,
);

/** RRsets of every size around what datagrams hold. */
const sizes = zone(
  "sizes.test.",
  [420, 440, 450, 455, 460, 465, 470, 480, 500, 900, 1_100, 1_150, 1_160, 1_170, 1_175, 1_180, 1_200, 1_300, 4_000]
    .map((size) => {
      const full = Math.floor(size / 256);
      const texts = [...Array.from({ length: full }, () => `"${"t".repeat(255)}"`), `"${"r".repeat(size % 256)}"`];
      return `s${size} 60 IN TXT ${texts.join(" ")}`;
    })
    .join("\n")
    .concat("\n", Array.from({ length: 30 }, (_, index) => `hosts 60 IN AAAA 2001:db8::${index}`).join("\n"))
    .concat(
      "\n",
      Array.from({ length: 13 }, (_, index) => `refer 60 IN NS n${index}.${"g".repeat(30)}.refer`).join("\n"),
    )
    .concat(
      "\n",
      Array.from({ length: 13 }, (_, i) => `n${i}.${"g".repeat(30)}.refer 60 IN A 192.0.2.${i}`).join("\n"),
    ),
);

/** DNAME beside other records, from and to names with wildcards, into a served zone and to itself. */
const redirections = zone(
  "dname.test.",
  `
@ 60 IN TXT "apex"
old 60 IN DNAME new
old 60 IN A 192.0.2.1
*.new 60 IN A 192.0.2.2
deep.er.new 60 IN CNAME x.old
zone 60 IN DNAME types.test.
twice 60 IN DNAME zone
into 60 IN CNAME web.zone
growing 60 IN DNAME a.growing2
growing2 60 IN DNAME b.growing
`,
);

/** Nearly nothing: an apex, and an apex that is also the target of everything. */
const bare: ZoneText = {
  apex: "bare.test.",
  text: "bare.test. 5 IN SOA ns.elsewhere.example. a.example. 1 2 3 4 86400\nbare.test. 5 IN NS ns.elsewhere.example.\n",
};

const wildApex = zone(
  "wild.test.",
  `
* 60 IN A 192.0.2.1
* 60 IN TXT "anything"
a.b 60 IN A 192.0.2.2
*.sub.b 60 IN AAAA 2001:db8::1
cut 60 IN NS ns
*.srv 60 IN SRV 1 1 1 any.thing
*.mx 60 IN MX 1 any.thing
`,
);

export const handMadeZones: readonly ZoneText[] = [
  everyType,
  oddNames,
  chains,
  parent,
  child,
  reverse,
  sizes,
  redirections,
  bare,
  wildApex,
];
