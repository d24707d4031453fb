import { Secret } from "../core/secret.ts";

/** The authority part of an `http` or `https` URL (RFC 3986 §3.2) in the forms that connections need. */

/** The host of a URL as look-ups and TLS take it: no brackets. */
export function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** The port of a URL, the scheme's own when it names none. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** The credentials written into a URL, ready for a header; undefined when there are none. RFC 7617 §2 */
export function basicAuthorization(url: URL): Secret | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const pair = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  return new Secret(`Basic ${Buffer.from(pair, "utf8").toString("base64")}`);
}

/** Percent-decoding that leaves a text alone which was not encoded properly. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
