import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";

/** Parameters of one request by name, of its query or its form. */
export type Parameters = Readonly<Record<string, string>>;

/** What an answer speaks of. */
export interface Spoken {
  readonly name: string;
  /** Addresses that were asked for. */
  readonly sent: readonly string[];
  readonly parameters: Parameters;
}

/** An answer with status 200, or another. */
export type Say = string | EmulatedAnswer | ((spoken: Spoken) => string | EmulatedAnswer);

/**
 * A service that takes addresses in one request of its own, as its manual describes it. Requests that the manual does not
 * describe are refused: a forgotten or an invented parameter shows in the first test.
 */
export interface UpdateUrlRules {
  readonly hosts: readonly string[];
  readonly method?: "GET" | "POST";
  /** A part in braces is a parameter. */
  readonly path: string;
  /** Each is given once and not empty, in the query, in a form, or in the path. */
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** Required parameters that have one value only. */
  readonly fixed?: Parameters;
  readonly isProven: (parameters: Parameters, request: ReceivedRequest) => boolean;
  /** The full name a request is about; undefined where only one is known, since the secret belongs to it. */
  readonly name: (parameters: Parameters) => string | undefined;
  readonly addresses: (parameters: Parameters, request: ReceivedRequest) => readonly string[];
  readonly holds?: "both" | "ipv4";
  /** Families that a request empties although it does not name them. */
  readonly forgets?: (parameters: Parameters) => readonly (keyof HeldAddresses)[];
  readonly says: {
    readonly updated: Say;
    /** As `updated` when absent. */
    readonly unchanged?: Say;
    readonly unproven: Say;
    readonly unknownName?: Say;
    /** After an update, all further ones are refused with it. */
    readonly resting?: Say;
  };
}

export async function startUpdateUrl(rules: UpdateUrlRules): Promise<EmulatedPush> {
  const names = new Map<string, HeldAddresses>();
  const rest = { hasBegun: false };
  const http = await HttpEmulator.start((request) => answer(rules, names, rest, request));
  return {
    http,
    hosts: Object.fromEntries(rules.hosts.map((host) => [host, http.origin])),
    addName: (owner) => names.set(owner, { ipv4: undefined, ipv6: undefined }),
    published: (owner) => listed(names.get(owner)),
    stop: () => http.stop(),
  };
}

/** True for Basic authentication with these. */
export function isBasic(user: string, password: string): (parameters: Parameters, request: ReceivedRequest) => boolean {
  const proof = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  return (_parameters, request) => request.headers["authorization"] === proof;
}

function answer(
  rules: UpdateUrlRules,
  names: Map<string, HeldAddresses>,
  rest: { hasBegun: boolean },
  request: ReceivedRequest,
): EmulatedAnswer {
  const { says } = rules;
  const parameters = parametersOf(rules, request);
  if (typeof parameters === "string") return { status: 400, body: parameters };
  const owner = rules.name(parameters) ?? [...names.keys()][0] ?? "";
  const sent = rules.addresses(parameters, request);
  const say = (what: Say): EmulatedAnswer => spoken(what, { name: owner, sent, parameters });
  if (!rules.isProven(parameters, request)) return say(says.unproven);
  const held = names.get(owner);
  if (held === undefined) return say(says.unknownName ?? says.unproven);
  const strange = sent.find((address) => !isIPv4(address) && (rules.holds === "ipv4" || !isIPv6(address)));
  const forgotten = rules.forgets?.(parameters) ?? [];
  if (strange !== undefined || sent.length + forgotten.length === 0)
    return { status: 400, body: `addresses: ${sent.join()}` };
  if (says.resting !== undefined && rest.hasBegun) return say(says.resting);
  rest.hasBegun = true;
  const before = JSON.stringify(held);
  for (const family of forgotten) held[family] = undefined;
  for (const address of sent) held[isIPv4(address) ? "ipv4" : "ipv6"] = address;
  return say(JSON.stringify(held) === before ? (says.unchanged ?? says.updated) : says.updated);
}

/** `host[x]=y` as PHP reads it, with the key under a name of its own. */
function entriesOf(name: string, value: string): readonly (readonly [name: string, value: string])[] {
  const [, array, key] = /^(\w+)\[([^\]]+)\]$/.exec(name) ?? [];
  if (array === undefined || key === undefined) return [[name, value]];
  return [
    [array, value],
    [`${array}[]`, key],
  ];
}

/** All parameters of a request, or what is wrong with it. */
function parametersOf(rules: UpdateUrlRules, request: ReceivedRequest): Parameters | string {
  const { method = "GET", required, optional = [], fixed = {} } = rules;
  const inPath = pathParameters(rules.path, request.path);
  if (request.method !== method || inPath === undefined) return `no such page: ${request.method} ${request.path}`;
  const query = method === "GET" ? request.query : new URLSearchParams(request.body);
  if (method === "POST" && request.headers["content-type"] !== "application/x-www-form-urlencoded") return "no form";
  const parameters: Record<string, string> = { ...inPath };
  for (const [name, value] of [...query].flatMap(([name, value]) => entriesOf(name, value))) {
    if (name in parameters) return `${name} twice`;
    parameters[name] = value;
  }
  const known = [...required, ...optional, ...Object.keys(fixed)];
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown !== undefined) return `unknown parameter ${unknown}`;
  const missing = required.find((name) => (parameters[name] ?? "") === "");
  if (missing !== undefined) return `${missing} is missing`;
  const wrong = Object.entries(fixed).find(([name, value]) => parameters[name] !== value);
  return wrong === undefined ? parameters : `${wrong[0]} is not ${wrong[1]}`;
}

function pathParameters(pattern: string, path: string): Parameters | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const expression = pattern.replaceAll(/\{\w+\}/g, "([^/]+)").replaceAll(".", "\\.");
  const found = new RegExp(`^${expression}$`).exec(path);
  if (found === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
}

function spoken(what: Say, about: Spoken): EmulatedAnswer {
  const said = typeof what === "function" ? what(about) : what;
  return typeof said === "string" ? { status: 200, headers: { "content-type": "text/plain" }, body: said } : said;
}
