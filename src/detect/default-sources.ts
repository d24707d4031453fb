import type { Family } from "../core/family.ts";
import type { Homeland } from "./source.ts";

/**
 * The echoes asked when the user names none, in the order of asking, and the DNS names whose properties are known.
 *
 * Chosen so that two independent operators can be reached from inside mainland China and from elsewhere, over UDP alone
 * and over HTTPS alone. The first three are of different operators and of both worlds: where a proxy takes only foreign
 * traffic, as is common in China, they contradict each other and nothing is published.
 *
 * Left out on purpose:
 * - `myip.ipip.net`: showed 1.2.1.1 when it failed (jeessy2/ddns-go issue 1402), later a 403 page (issue 1679);
 * - OpenDNS: answers queries from France and Portugal with made-up records by court order (DNSCrypt/dnscrypt-resolvers
 *   pull request 902), and 1.1.1.1 over HTTPS: blocked in China (favonia/cloudflare-ddns issue 574);
 * - `ip.3322.net`: asks for a minute between requests and has had certificate trouble (jeessy2/ddns-go issue 266);
 * - `checkip.dyndns.org`, `ddns.oray.com`: answer with HTML pages.
 */
export interface DefaultEcho {
  /** As a user would write it. */
  readonly source: string;
  readonly families: readonly Family[];
  /** Where it runs: `china` is reached well from mainland China, `world` from elsewhere. */
  readonly homeland: Homeland;
}

const both: readonly Family[] = ["ipv4", "ipv6"];

export const defaultEchoes: readonly DefaultEcho[] = [
  // Anycast. In a published comparison with Chinese latencies it, Xiaomi's, Bilibili's, Nextcloud's and Google's servers
  // were the five of a dozen that answered, in 95 to 245 ms.
  { source: "stun:stun.cloudflare.com:3478", families: both, homeland: "world" },
  // Xiaomi, mainland address (syncthing/syncthing issue 9842); among EasyTier's and many others' defaults.
  { source: "stun:stun.miwifi.com:3478", families: ["ipv4"], homeland: "china" },
  // Its operator names it: IPv4 only and IPv6 only, worldwide and on three Chinese CDNs, no limit on requests
  // (jeessy2/ddns-go issue 953).
  { source: "http-echo:https://ipv6.ddnspod.com/", families: ["ipv6"], homeland: "china" },
  { source: "stun:stun.nextcloud.com:3478", families: ["ipv4"], homeland: "world" },
  // Blocked in China since 2019 (ooni/spec issue 150), hence late for IPv4; one of few with IPv6.
  { source: "stun:stun.l.google.com:19302", families: ["ipv6"], homeland: "world" },
  { source: "http-echo:https://ipv4.ddnspod.com/", families: ["ipv4"], homeland: "china" },
  // Family-specific hosts, as ddclient's built-in list has them (ddclient.in, `builtinweb`).
  { source: "http-echo:https://api.ipify.org/", families: ["ipv4"], homeland: "world" },
  { source: "http-echo:https://api6.ipify.org/", families: ["ipv6"], homeland: "world" },
  // Authoritative and seen to answer over both families from Guangdong and CERNET (poplite.xyz, 2018-05-19).
  { source: "dns-echo:o-o.myaddr.l.google.com@216.239.32.10", families: ["ipv4"], homeland: "world" },
  { source: "dns-echo:o-o.myaddr.l.google.com@2001:4860:4802:32::a", families: ["ipv6"], homeland: "world" },
  // Bilibili; answers Binding requests only, which is all we send (EasyTier/EasyTier, stun.rs).
  { source: "stun:stun.chat.bilibili.com:3478", families: ["ipv4"], homeland: "china" },
  // In mainland China, family-specific (hotio/cloudflareddns pull request 26).
  { source: "http-echo:https://6.ipw.cn/", families: ["ipv6"], homeland: "china" },
  { source: "http-echo:https://checkip.amazonaws.com/", families: ["ipv4"], homeland: "world" },
  // Northeastern University in Shenyang; the first of ddns-go's IPv6 services.
  { source: "http-echo:https://speed.neu6.edu.cn/getIP.php", families: ["ipv6"], homeland: "china" },
  // Since 2009; the server has no IPv6 address.
  { source: "dns-echo:whoami.akamai.net@ns1-1.akamaitech.net", families: ["ipv4"], homeland: "world" },
  // Mango TV, mainland address (syncthing/syncthing issue 9842).
  { source: "stun:stun.hitv.com:3478", families: ["ipv4"], homeland: "china" },
  { source: "http-echo:https://4.ipw.cn/", families: ["ipv4"], homeland: "china" },
  { source: "http-echo:https://v4.ident.me/", families: ["ipv4"], homeland: "world" },
  { source: "http-echo:https://v6.ident.me/", families: ["ipv6"], homeland: "world" },
  // The one Cloudflare echo that says when it is asked through WARP. Heavier than the others, and so among the last.
  { source: "cloudflare-trace", families: both, homeland: "world" },
  // Class CH, so no resolver in between can answer it in Cloudflare's place.
  { source: "dns-echo:whoami.cloudflare@1.1.1.1", families: ["ipv4"], homeland: "world" },
  { source: "dns-echo:whoami.cloudflare@2606:4700:4700::1111", families: ["ipv6"], homeland: "world" },
];

/** What is known of a DNS name that answers with its asker's address. */
export interface WellKnownName {
  readonly type: "address" | "TXT";
  readonly class: "IN" | "CH";
  /** The servers asked are the name's own, so their answers have AA set. */
  readonly isAuthority: boolean;
  /** The server to ask when the user names none. */
  readonly host: string;
}

/** By name in lower case without final dot. */
export const wellKnownNames: Readonly<Record<string, WellKnownName>> = {
  // Exists at OpenDNS only, which answers as a resolver.
  "myip.opendns.com": { type: "address", class: "IN", isAuthority: false, host: "resolver1.opendns.com" },
  "whoami.cloudflare": { type: "TXT", class: "CH", isAuthority: false, host: "one.one.one.one" },
  // `flags: qr aa rd` (poplite.xyz, 2018-05-19).
  "o-o.myaddr.l.google.com": { type: "TXT", class: "IN", isAuthority: true, host: "ns1.google.com" },
  "whoami.akamai.net": { type: "address", class: "IN", isAuthority: true, host: "ns1-1.akamaitech.net" },
};
