import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";

/**
 * A dyndns2 server as the protocol's pages describe it (help.dyn.com, "Perform Update" and "Return Codes"): Basic
 * authentication, a User-Agent that names a product, up to 20 names, one line per name in the order of names.
 */
export interface Dyndns2Rules {
  readonly host: string;
  readonly path: string;
  readonly user: string;
  readonly password: string;
  /** Servers that do not know lists take one for malformed. */
  readonly takesLists: boolean;
}

/** What a server publishes when it cannot read the address it was sent: the caller's. */
export const callerAddress = "203.0.113.77";

export async function startDyndns2(rules: Dyndns2Rules): Promise<EmulatedPush> {
  const names = new Map<string, HeldAddresses>();
  const http = await HttpEmulator.start((request) => answer(rules, names, request));
  return {
    http,
    hosts: { [rules.host]: http.origin },
    addName: (owner) => names.set(owner, { ipv4: undefined, ipv6: undefined }),
    published: (owner) => listed(names.get(owner)),
    stop: () => http.stop(),
  };
}

function answer(rules: Dyndns2Rules, names: Map<string, HeldAddresses>, request: ReceivedRequest): EmulatedAnswer {
  if (request.path !== rules.path) return text(404, "not found");
  const proof = `Basic ${Buffer.from(`${rules.user}:${rules.password}`).toString("base64")}`;
  if (request.headers["authorization"] !== proof) return text(401, "badauth");
  if (request.method !== "GET" || !/^[\w-]+\/\d/.test(request.headers["user-agent"] ?? ""))
    return text(200, "badagent");
  const hostnames = (request.query.get("hostname") ?? "").split(",");
  if (hostnames.length > 20) return text(200, "numhost");
  const sent = addressesIn(request.query.get("myip") ?? "", rules.takesLists);
  return text(200, hostnames.map((hostname) => line(names, hostname, sent)).join("\n"));
}

function line(names: Map<string, HeldAddresses>, hostname: string, sent: Partial<HeldAddresses>): string {
  if (!hostname.includes(".")) return "notfqdn";
  const held = names.get(hostname);
  if (held === undefined) return "nohost";
  const before = JSON.stringify(held);
  Object.assign(held, sent);
  return `${JSON.stringify(held) === before ? "nochg" : "good"} ${Object.values(sent).join(",")}`;
}

function addressesIn(myip: string, takesLists: boolean): Partial<HeldAddresses> {
  const parts = takesLists ? myip.split(",") : [myip];
  const [ipv4, ipv6] = [parts.find(isIPv4Text), parts.find(isIPv6Text)];
  if (ipv4 === undefined && ipv6 === undefined) return { ipv4: callerAddress };
  return { ...(ipv4 === undefined ? {} : { ipv4 }), ...(ipv6 === undefined ? {} : { ipv6 }) };
}

function isIPv4Text(text: string): boolean {
  return isIPv4(text);
}

function isIPv6Text(text: string): boolean {
  return isIPv6(text);
}

function text(status: number, body: string): EmulatedAnswer {
  return { status, headers: { "content-type": "text/plain" }, body };
}
