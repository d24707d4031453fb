import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";

/**
 * A dyndns2 server as the protocol's pages describe it (help.dyn.com, "Perform Update" and "Return Codes"): Basic
 * authentication, a User-Agent that names a product, up to 20 names, one line per name in the order of names. The rules
 * say where one of its clones is different.
 */
export interface Dyndns2Rules {
  readonly host: string;
  readonly path: string;
  /** Absent where every host signs in as itself. */
  readonly user?: string;
  readonly password: string;
  /** Servers that do not know lists take one for malformed. */
  readonly takesLists?: boolean;
  /** Names of the parameters; without a name of its own, an IPv6 address travels in the parameter of IPv4. */
  readonly parameters?: { readonly hostname?: string; readonly ipv4?: string; readonly ipv6?: string };
  /** Other parameters the server knows; it takes no others. */
  readonly alsoTakes?: readonly string[];
  /** The only name of the login: whatever a request names, this is what it changes. */
  readonly isBound?: boolean;
  /** What a request does to families it does not name; nothing when absent. */
  readonly unnamed?: Partial<HeldAddresses>;
  /** The server takes no address, and publishes the caller's. */
  readonly takesCallers?: boolean;
  /** The value that names a family and leaves it alone. */
  readonly keepWord?: string;
  /** Path that withdraws the family of the address it is sent. */
  readonly deletePath?: string;
  /** What the User-Agent has to look like. */
  readonly agent?: RegExp;
  /** How the server says what it has to say: in words of the protocol, `badauth` with status 401. */
  readonly says?: (verdict: Verdict) => EmulatedAnswer;
}

/** What became of one name. */
export interface Verdict {
  readonly word: "good" | "nochg" | "deleted" | "nohost" | "notfqdn" | "badauth" | "badagent" | "numhost" | "badsys";
  /** The addresses of the request, joined by commas. */
  readonly sent: string;
}

/** What a server publishes when it cannot read the address it was sent: the caller's. */
export const callerAddress = "203.0.113.77";

type Names = Map<string, HeldAddresses>;

export async function startDyndns2(rules: Dyndns2Rules): Promise<EmulatedPush> {
  const names: Names = new Map();
  const caller = { address: callerAddress };
  const says = rules.says ?? inWords;
  const http = await HttpEmulator.start((request) => {
    if (request.path !== rules.path && request.path !== rules.deletePath) return plain(404, "not found");
    const verdicts = judge(rules, names, request, caller.address).map(says);
    return { ...plain(200, ""), ...verdicts[0], body: verdicts.map(({ body }) => body).join("\n") };
  });
  return {
    http,
    hosts: { [rules.host]: http.origin },
    addName: (owner) => names.set(owner, { ipv4: undefined, ipv6: undefined }),
    ...(rules.takesCallers === true ? { callFrom: (address: string) => void Object.assign(caller, { address }) } : {}),
    published: (owner) => listed(names.get(owner)),
    stop: () => http.stop(),
  };
}

/** An answer in plain text. */
export function plain(status: number, body: string): EmulatedAnswer {
  return { status, headers: { "content-type": "text/plain" }, body };
}

function inWords({ word, sent }: Verdict): EmulatedAnswer {
  return plain(word === "badauth" ? 401 : 200, word === "good" || word === "nochg" ? `${word} ${sent}` : word);
}

function judge(rules: Dyndns2Rules, names: Names, request: ReceivedRequest, caller: string): readonly Verdict[] {
  const { hostname = "hostname", ipv4 = "myip", ipv6 } = rules.parameters ?? {};
  const hostnames = rules.isBound === true ? [...names.keys()] : (request.query.get(hostname) ?? "").split(",");
  const verdict = (word: Verdict["word"]): readonly Verdict[] => [{ word, sent: "" }];
  if (!isSignedIn(rules, names, request, hostnames[0] ?? "")) return verdict("badauth");
  const agent = rules.agent ?? /^[\w-]+\/\d/;
  if (request.method !== "GET" || !agent.test(request.headers["user-agent"] ?? "")) return verdict("badagent");
  const takesCallers = rules.takesCallers === true;
  const known = [hostname, ...(takesCallers ? [] : [ipv4, ipv6]), ...(rules.alsoTakes ?? [])];
  if ([...request.query.keys()].some((key) => !known.includes(key))) return verdict("badsys");
  if (hostnames.length > 20) return verdict("numhost");
  const sent = takesCallers
    ? { ipv4: caller }
    : addressesIn(rules, [request.query.get(ipv4), request.query.get(ipv6 ?? "")]);
  const isKept = (parameter: string | undefined): boolean =>
    rules.keepWord !== undefined && request.query.get(parameter ?? "") === rules.keepWord;
  const unnamed = Object.entries(rules.unnamed ?? {}).filter(([family]) => !isKept(family === "ipv4" ? ipv4 : ipv6));
  const change =
    request.path === rules.deletePath
      ? Object.fromEntries(Object.keys(sent).map((family) => [family, undefined]))
      : { ...Object.fromEntries(unnamed), ...sent };
  return hostnames.map((name) => update(names, name, change, Object.values(sent).join(",")));
}

function isSignedIn(rules: Dyndns2Rules, names: Names, request: ReceivedRequest, hostname: string): boolean {
  if (rules.user === undefined && !names.has(hostname)) return false;
  const login = `${rules.user ?? hostname}:${rules.password}`;
  return request.headers["authorization"] === `Basic ${Buffer.from(login).toString("base64")}`;
}

function update(names: Names, hostname: string, change: Partial<HeldAddresses>, sent: string): Verdict {
  if (!hostname.includes(".")) return { word: "notfqdn", sent };
  const held = names.get(hostname);
  if (held === undefined) return { word: "nohost", sent };
  const before = JSON.stringify(held);
  Object.assign(held, change);
  const isDeleted = Object.values(change).every((address) => address === undefined);
  return { word: isDeleted ? "deleted" : JSON.stringify(held) === before ? "nochg" : "good", sent };
}

function addressesIn(rules: Dyndns2Rules, values: readonly (string | null)[]): Partial<HeldAddresses> {
  const given = values.flatMap((value) => value ?? []);
  const parts = rules.takesLists === true ? given.flatMap((value) => value.split(",")) : given;
  const [ipv4, ipv6] = [parts.find((part) => isIPv4(part)), parts.find((part) => isIPv6(part))];
  if (ipv4 === undefined && ipv6 === undefined) return { ipv4: callerAddress };
  return { ...(ipv4 === undefined ? {} : { ipv4 }), ...(ipv6 === undefined ? {} : { ipv6 }) };
}
