import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/**
 * Addresses of the hosts that records name, when the same zone has them. RFC 1035 §3.3.9, §3.3.11, RFC 2782, RFC 3403 §4.3,
 * RFC 9460 §4.1
 */

describe("additional data", () => {
  const zones = new AnsweringZones([
    `
    $ORIGIN example.
    @         3600 SOA   ns1 admin 1 3600 600 86400 300
    @         3600 NS    ns1
    @         3600 NS    ns2.elsewhere.test.
    @         3600 NS    ns.other.
    ns1       3600 A     192.0.2.53
    ns1       3600 AAAA  2001:db8::53
    @         60   MX    10 mx
    @         60   MX    20 MX
    @         60   MX    30 mx2
    @         60   MX    40 @
    mx        60   A     192.0.2.25
    mx        60   TXT   "not an address"
    mx2       60   CNAME mx
    null      60   MX    0 .
    _sip._tcp 60   SRV   1 2 5060 sip
    sip       60   AAAA  2001:db8::5060
    plain     60   HTTPS 1 . alpn=h2
    plain     60   A     192.0.2.80
    service   60   HTTPS 0 pool
    _dns      60   SVCB  1 sip alpn=dot
    _dns      60   SVCB  2 . alpn=dot
    pool      60   HTTPS 1 . alpn=h3
    pool      60   AAAA  2001:db8::443
    pool      60   SVCB  1 . alpn=h3
    naptr     60   NAPTR 10 20 "S" "SIP+D2U" "" _sip._tcp
    naptr     60   NAPTR 20 20 "A" "SIP+D2U" "" sip
    naptr     60   NAPTR 30 20 "U" "E2U+sip" "!^.*$!sip:x@example!" .
    www       60   CNAME mail
    mail      60   MX    10 mx
    `,
    `
    $ORIGIN other.
    @         3600 SOA   ns admin 1 3600 600 86400 300
    @         3600 NS    ns
    ns        3600 A     192.0.2.153
    `,
  ]);
  conversation(
    zones,
    `
    ? example. NS
    NOERROR aa
    answer example. 3600 NS ns1.example.
    answer example. 3600 NS ns2.elsewhere.test.
    answer example. 3600 NS ns.other.
    additional ns1.example. 3600 A 192.0.2.53
    additional ns1.example. 3600 AAAA 2001:db8::53

    # Each host once, in the case the record names it in; aliases are not followed. RFC 2181 §10.3
    ? example. MX
    NOERROR aa
    answer example. 60 MX 10 mx.example.
    answer example. 60 MX 20 MX.example.
    answer example. 60 MX 30 mx2.example.
    answer example. 60 MX 40 example.
    additional mx.example. 60 A 192.0.2.25

    ? null.example. MX
    NOERROR aa
    answer null.example. 60 MX 0 .

    ? _sip._tcp.example. SRV
    NOERROR aa
    answer _sip._tcp.example. 60 SRV 1 2 5060 sip.example.
    additional sip.example. 60 AAAA 2001:db8::5060

    # "." is the owner itself.
    ? plain.example. HTTPS
    NOERROR aa
    answer plain.example. 60 HTTPS 1 . alpn="h2"
    additional plain.example. 60 A 192.0.2.80

    # Records of the same type lead further on.
    ? service.example. HTTPS
    NOERROR aa
    answer service.example. 60 HTTPS 0 pool.example.
    additional pool.example. 60 HTTPS 1 . alpn="h3"
    additional pool.example. 60 AAAA 2001:db8::443

    ? _dns.example. SVCB
    NOERROR aa
    answer _dns.example. 60 SVCB 1 sip.example. alpn="dot"
    answer _dns.example. 60 SVCB 2 . alpn="dot"
    additional sip.example. 60 AAAA 2001:db8::5060

    ? naptr.example. NAPTR
    NOERROR aa
    answer naptr.example. 60 NAPTR 10 20 "S" "SIP+D2U" "" _sip._tcp.example.
    answer naptr.example. 60 NAPTR 20 20 "A" "SIP+D2U" "" sip.example.
    answer naptr.example. 60 NAPTR 30 20 "U" "E2U+sip" "!^.*$!sip:x@example!" .
    additional _sip._tcp.example. 60 SRV 1 2 5060 sip.example.
    additional sip.example. 60 AAAA 2001:db8::5060

    ? www.example. MX
    NOERROR aa
    answer www.example. 60 CNAME mail.example.
    answer mail.example. 60 MX 10 mx.example.
    additional mx.example. 60 A 192.0.2.25
    `,
  );
});
