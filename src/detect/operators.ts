import { Address } from "../core/address.ts";

/** Who runs a server. Servers of one operator fail together and lie together, so they are one voice. */

/**
 * Operators of servers whose names do not show it, by domain or address; a domain stands for everything below it.
 *
 * `icanhazip.com` has been Cloudflare's since 2021 (blog.cloudflare.com, "icanhazip").
 */
const known: Readonly<Record<string, string>> = {
  "1.1.1.1": "cloudflare",
  "1.0.0.1": "cloudflare",
  "2606:4700:4700::1111": "cloudflare",
  "2606:4700:4700::1001": "cloudflare",
  "one.one.one.one": "cloudflare",
  "cloudflare.com": "cloudflare",
  "cloudflare-dns.com": "cloudflare",
  "icanhazip.com": "cloudflare",
  "216.239.32.10": "google",
  "2001:4860:4802:32::a": "google",
  "google.com": "google",
  "akamai.net": "akamai",
  "akamaitech.net": "akamai",
  "akahelp.net": "akamai",
  "amazonaws.com": "amazon",
  "208.67.222.222": "cisco",
  "opendns.com": "cisco",
  "miwifi.com": "xiaomi",
  "bilibili.com": "bilibili",
  "hitv.com": "mango-tv",
  "nextcloud.com": "nextcloud",
  "ipify.org": "ipify",
  "ident.me": "ident.me",
  "tnedi.me": "ident.me",
  "ddnspod.com": "ddnspod",
  "ipw.cn": "ipw.cn",
  "neu6.edu.cn": "neu.edu.cn",
};

/** The operator of a host: a known one, else the last two labels of its name, else its address. */
export function operatorOf(host: string): string {
  const bare = host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
  if (Address.parse(bare).ok) return known[bare] ?? bare;
  const labels = bare.split(".");
  for (let first = 0; first < labels.length; first += 1) {
    const operator = known[labels.slice(first).join(".")];
    if (operator !== undefined) return operator;
  }
  return labels.slice(-2).join(".");
}
