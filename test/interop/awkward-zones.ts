import { SeededRandom } from "../support/seeded-random.ts";
import type { ZoneText } from "./authorities.ts";

/** Zones that have everything in them that servers disagree about, and random ones that every server loads. */

/** Every phenomenon at least once, by hand. */
export const exampleZone: ZoneText = {
  apex: "example.",
  text: `$ORIGIN example.
@           3600 IN SOA   ns1 admin 7 3600 600 86400 300
@           3600 IN NS    ns1
@           3600 IN NS    ns2.elsewhere.test.
@           3600 IN NS    ns.child
@           300  IN MX    10 mail
@           300  IN MX    20 mx.child
@           300  IN TXT   "apex text" "second string"
@           300  IN CAA   0 issue "ca.test"
ns1         3600 IN A     192.0.2.53
ns1         3600 IN AAAA  2001:db8::53
mail        300  IN A     192.0.2.25
mail        300  IN MX    10 mail
www         300  IN CNAME web
web         60   IN A     192.0.2.1
web         60   IN A     192.0.2.2
web         60   IN AAAA  2001:db8::1
deep.chain  60   IN CNAME www
broken      60   IN CNAME nowhere
outside     60   IN CNAME www.elsewhere.test.
totext      60   IN CNAME web
ring1       60   IN CNAME ring2
ring2       60   IN CNAME ring1
self        60   IN CNAME self
a.b.c.d     60   IN A     192.0.2.9
x.c.d       60   IN TXT   "x"
*.wild      60   IN TXT   "wild"
*.wild      60   IN MX    10 mail
host.wild   60   IN A     192.0.2.77
sub.host.wild 60 IN A     192.0.2.78
*.alias     60   IN CNAME web
*.aliasout  60   IN CNAME www.elsewhere.test.
*.aliasself 60   IN CNAME x.aliasself
*.towild    60   IN CNAME foo.wild
*.*.double  60   IN A     192.0.2.81
child       900  IN NS    ns.child
child       900  IN NS    ns2.elsewhere.test.
child       900  IN DS    1 13 2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
ns.child    900  IN A     192.0.2.54
ns.child    900  IN AAAA  2001:db8::54
mx.child    900  IN A     192.0.2.55
occluded.child 900 IN TXT "occluded"
*.under.child 900 IN A    192.0.2.98
mxunder     60   IN MX    5 any.under.child
sibling     900  IN NS    ns.child
inner.sibling 900 IN NS   ns.elsewhere.test.
toward      60   IN CNAME foo.child
_sip._tcp   60   IN SRV   1 2 5060 web
_sip._udp   60   IN SRV   1 2 5060 ns.child
ptr         60   IN PTR   web
old         600  IN DNAME new
old         60   IN TXT   "the owner of a DNAME"
host.new    60   IN A     192.0.2.110
www.new     60   IN CNAME web
*.star.new  60   IN MX    5 host.new
Other       600  IN DNAME NeW
outdname    600  IN DNAME elsewhere.test.
underdname  600  IN DNAME new.old
cutdname    600  IN DNAME child
ringdname   600  IN DNAME ringback
ringback    600  IN DNAME ringdname
intodname   60   IN CNAME host.old
totwice     60   IN CNAME host.underdname
longdname   600  IN DNAME ${"l".repeat(60)}.${"m".repeat(60)}.${"n".repeat(60)}
mxdname     60   IN MX    5 host.old
*.wildinto  60   IN CNAME x.host.old
svcb        60   IN SVCB  1 web.example. alpn=dot
svcb        60   IN SVCB  2 . alpn=dot
svcb        60   IN A     192.0.2.111
https       60   IN HTTPS 0 pool.example.
pool        60   IN HTTPS 1 . alpn=h3
pool        60   IN AAAA  2001:db8::111
*.wildsvc   60   IN HTTPS 1 . alpn=h2
*.wildsvc   60   IN A     192.0.2.112
naptr       60   IN NAPTR 10 20 "S" "SIP+D2U" "" _sip._tcp.example.
naptr       60   IN NAPTR 20 20 "A" "SIP+D2U" "" web.example.
naptr       60   IN NAPTR 30 20 "U" "E2U+sip" "!^.*$!sip:x@example!" .
unknown     60   IN TYPE65280 \\# 4 01020304
null        60   IN MX    0 .
Mixed.CaSe  60   IN A     192.0.2.99
mxwild      60   IN MX    5 anything.wild
mxalias     60   IN MX    5 www
\\000\\255\\.x 60  IN A     192.0.2.100
long        60   IN TXT   "${"x".repeat(250)}" "${"y".repeat(250)}" "${"z".repeat(250)}"
${Array.from({ length: 80 }, (_, index) => `many        60   IN A     10.0.0.${index}`).join("\n")}
`,
};

const labels = ["a", "b", "c", "host", "x-1", "_s"];
const plainTypes: readonly ((random: SeededRandom, target: string) => string)[] = [
  (random) => `A 10.1.${Math.floor(random.fraction() * 250)}.${Math.floor(random.fraction() * 250)}`,
  (random) => `AAAA 2001:db8::${Math.floor(random.fraction() * 9_999)}`,
  (random) => `TXT "t${Math.floor(random.fraction() * 1_000)}"`,
  (random, target) => `MX ${Math.floor(random.fraction() * 50)} ${target}`,
  (random, target) =>
    `HTTPS ${1 + Math.floor(random.fraction() * 3)} ${random.fraction() < 0.5 ? "." : target} alpn=h2`,
  (random, target) => `SVCB ${1 + Math.floor(random.fraction() * 3)} ${target} port=53`,
  (random, target) => `NAPTR ${Math.floor(random.fraction() * 9)} 1 "s" "" "" ${target}`,
  (random) => `LOC ${Math.floor(random.fraction() * 90)} 1 2.000 N 3 4 5.000 E 6.00m 1m 10000m 10m`,
  (random) => `CAA 0 issue "ca${Math.floor(random.fraction() * 9)}.test"`,
  (random) => `TLSA 3 1 1 ${`${Math.floor(random.fraction() * 9)}f`.repeat(32)}`,
  (random) => `URI ${Math.floor(random.fraction() * 9)} 1 "https://u.test/"`,
  (_, target) => `PTR ${target}`,
  (random) => `TYPE65400 \\# 1 0${Math.floor(random.fraction() * 9)}`,
  (random, target) => `SRV 0 ${Math.floor(random.fraction() * 9)} 443 ${target}`,
];

/** A random zone under `apex`, the same for the same seed: names up to four labels deep, wildcards, aliases and cuts. */
export function randomZone(apex: string, seed: number): ZoneText {
  const random = new SeededRandom(seed);
  const pick = <T>(list: readonly T[], fallback: T): T => list[Math.floor(random.fraction() * list.length)] ?? fallback;
  const owners = new Set<string>();
  while (owners.size < 40) {
    const depth = 1 + Math.floor(random.fraction() * 4);
    const path = Array.from({ length: depth }, () => pick(labels, "a"));
    if (random.fraction() < 0.15) path[0] = "*";
    owners.add(`${path.join(".")}.${apex}`);
  }
  const names = [...owners];
  const target = (): string =>
    random.fraction() < 0.85 ? pick(names, apex).replace("*", "star") : "host.elsewhere.test.";
  const lines = [
    `${apex} 3600 IN SOA ns.${apex} admin.${apex} ${seed} 3600 600 86400 120`,
    `${apex} 3600 IN NS ns.${apex}`,
    `ns.${apex} 3600 IN A 192.0.2.53`,
  ];
  for (const owner of names) {
    const kind = random.fraction();
    const isAbove = names.some((name) => name !== owner && name.endsWith(`.${owner}`));
    if (kind < 0.07 && !isAbove && !owner.startsWith("*")) {
      // Knot loads no zone with a name below a DNAME's owner.
      lines.push(`${owner} 60 IN DNAME ${target()}`);
    } else if (kind < 0.15) {
      lines.push(`${owner} 60 IN CNAME ${target()}`);
    } else if (kind < 0.3 && !owner.startsWith("*")) {
      lines.push(`${owner} 900 IN NS ns.${owner}`, `${owner} 900 IN NS ${target()}`, `ns.${owner} 900 IN A 192.0.2.54`);
      if (kind < 0.2) lines.push(`${owner} 900 IN DS ${seed} 13 2 ${"ab".repeat(32)}`);
    } else {
      const count = 1 + Math.floor(random.fraction() * 4);
      // One TTL for all: records of one RRset must not differ.
      for (let index = 0; index < count; index += 1)
        lines.push(`${owner} 60 IN ${pick(plainTypes, () => "A 10.1.1.1")(random, target())}`);
    }
  }
  return { apex, text: `${[...new Set(lines)].join("\n")}\n` };
}
