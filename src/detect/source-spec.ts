import { Address } from "../core/address.ts";
import type { Family } from "../core/family.ts";
import { type MacAddress, parseMac } from "../core/interface-id.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { defaultEchoes } from "./default-sources.ts";
import type { Homeland } from "./source.ts";
import { parseCloudflareTrace } from "./spec/cloudflare-trace-spec.ts";
import { parseDnsEcho } from "./spec/dns-echo-spec.ts";
import { Fields } from "./spec/fields.ts";
import { parseHttpEcho } from "./spec/http-echo-spec.ts";
import { parseRouter } from "./spec/router-spec.ts";
import { parseServer } from "./spec/server-spec.ts";
import type { SpecFailure } from "./spec/spec-failure.ts";
import { parseStunServer } from "./spec/stun-spec.ts";
import type { CloudflareTrace } from "./sources/cloudflare-trace.ts";
import type { DnsEcho } from "./sources/dns-echo.ts";
import type { HttpEcho } from "./sources/http-echo.ts";
import type { RouterQuestion } from "./sources/router.ts";
import type { ReflectingServer } from "./sources/server.ts";
import type { StunServer } from "./sources/stun.ts";

/**
 * Which sources to ask, as a configuration writes it: a text such as `stun:stun.example.net:3478`, a map where a text is
 * not enough, or a list of both. Turning the result into sources is `build-source.ts`'s.
 */
export type SourceSpec = SourceForm & {
  /** Of built-in echoes. */
  readonly homeland?: Homeland;
};

type SourceForm =
  | { readonly kind: "interface"; readonly interfaceName: string | undefined }
  | { readonly kind: "router"; readonly question: RouterQuestion }
  | { readonly kind: "stun"; readonly server: StunServer }
  | { readonly kind: "http-echo"; readonly echo: HttpEcho }
  | { readonly kind: "dns-echo"; readonly echo: DnsEcho }
  | { readonly kind: "cloudflare-trace"; readonly trace: CloudflareTrace }
  | { readonly kind: "server"; readonly server: ReflectingServer }
  | { readonly kind: "neighbour"; readonly mac: MacAddress }
  | { readonly kind: "static"; readonly addresses: readonly Address[] }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly argv: readonly [program: string, ...args: string[]] };

export type SourceKind = SourceForm["kind"];

/** The same source for who wants to hear all of them, and waits for each. */
export function unhurried(spec: SourceSpec): SourceSpec {
  return spec.kind === "router" ? { ...spec, question: { ...spec.question, isBrief: false } } : spec;
}

/** A source that cannot be understood, and which one of several it is. */
export interface SourceSpecFailure extends SpecFailure {
  /** Position in the list, from 0; 0 when there is no list. */
  readonly index: number;
}

/** The words a source can begin with, in the order help texts list them. */
export const sourceKeywords: readonly string[] = [
  "auto",
  "interface",
  "router",
  "stun",
  "http-echo",
  "dns-echo",
  "cloudflare-trace",
  "server",
  "neighbour",
  "static",
  "file",
  "command",
];

/**
 * Reads one source or a list of them. `auto` stands for the interface, the router and all default echoes, the name of an echo
 * protocol alone for its defaults, so one text can give several sources.
 */
export function parseSources(given: unknown, family: Family): Result<readonly SourceSpec[], SourceSpecFailure> {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (items.length === 0) return failure({ code: "source-empty", subject: "", index: 0 });
  const specs: SourceSpec[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = parseItem(item, family);
    if (!parsed.ok) return failure({ code: parsed.code, subject: parsed.subject, index });
    specs.push(...parsed.value);
  }
  return ok(specs);
}

type Parsed = Result<readonly SourceSpec[], SpecFailure>;

function parseItem(item: unknown, family: Family): Parsed {
  if (typeof item === "string") return parseText(item.trim(), family);
  const fields = Fields.of(item);
  return fields === undefined ? failure({ code: "source-not-text", subject: "" }) : parseMap(fields, family);
}

function parseText(text: string, family: Family): Parsed {
  if (text === "") return failure({ code: "source-empty", subject: "" });
  const colon = text.indexOf(":");
  const keyword = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  if (argument === "") return failure({ code: "argument-missing", subject: keyword });
  switch (keyword) {
    case "auto":
      if (argument !== undefined) return failure({ code: "argument-not-allowed", subject: keyword });
      return withDefaults(ofThisLine(family), undefined, family);
    case "interface":
      return ok([{ kind: "interface", interfaceName: argument }]);
    case "neighbour":
      return argument === undefined ? missing(keyword) : parseNeighbour(argument);
    case "router":
      return parseRouter(argument, family);
    case "stun":
      if (argument === undefined) return withDefaults([], keyword, family);
      return parseStun(Fields.ofText("server", argument), family);
    case "http-echo":
      if (argument === undefined) return withDefaults([], keyword, family);
      return parseHttp(Fields.ofText("url", argument), family);
    case "dns-echo":
      if (argument === undefined) return withDefaults([], keyword, family);
      return parseDns(Fields.ofText("name", argument), family);
    case "cloudflare-trace":
      return parseTrace(argument, family);
    case "server":
      return argument === undefined ? missing(keyword) : parseReflecting(Fields.ofText("url", argument), family);
    case "static":
      return argument === undefined ? missing(keyword) : parseStatic(argument, family);
    case "file":
      return argument === undefined ? missing(keyword) : parseFile(argument);
    case "command":
      return argument === undefined ? missing(keyword) : parseCommand(argument);
    default:
      return failure({ code: "source-unknown", subject: keyword });
  }
}

/** The map form exists for what takes more than one argument. */
function parseMap(fields: Fields, family: Family): Parsed {
  const type = fields.text("type");
  if (!type.ok) return type;
  switch (type.value) {
    case undefined:
      return failure({ code: "key-missing", subject: "type" });
    case "stun":
      return parseStun(fields, family);
    case "http-echo":
      return parseHttp(fields, family);
    case "dns-echo":
      return parseDns(fields, family);
    case "server":
      return parseReflecting(fields, family);
    case "command": {
      const argv = fields.texts("argv");
      if (!argv.ok) return argv;
      const [program, ...args] = argv.value ?? [];
      if (program === undefined || program === "") return failure({ code: "key-missing", subject: "argv" });
      const rest = fields.end();
      return rest.ok ? ok([{ kind: "command", argv: [program, ...args] }]) : rest;
    }
    default:
      return sourceKeywords.includes(type.value)
        ? failure({ code: "text-form-only", subject: type.value })
        : failure({ code: "source-unknown", subject: type.value });
  }
}

/** The interface and, for the family that routers translate, the router. */
function ofThisLine(family: Family): readonly SourceSpec[] {
  const own: SourceSpec = { kind: "interface", interfaceName: undefined };
  return family === "ipv6" ? [own] : [own, { kind: "router", question: { protocol: undefined, isBrief: true } }];
}

function withDefaults(first: readonly SourceSpec[], keyword: string | undefined, family: Family): Parsed {
  const specs = [...first];
  for (const { source, families, homeland } of defaultEchoes) {
    if (!families.includes(family) || (keyword !== undefined && !source.startsWith(`${keyword}:`))) continue;
    const parsed = parseText(source, family);
    if (!parsed.ok) return parsed;
    specs.push(...parsed.value.map((spec) => ({ ...spec, homeland })));
  }
  return ok(specs);
}

function parseStun(fields: Fields, family: Family): Parsed {
  const server = parseStunServer(fields);
  if (!server.ok) return server;
  return ofFamily(server.value.host, family, { kind: "stun", server: server.value });
}

function parseHttp(fields: Fields, family: Family): Parsed {
  const echo = parseHttpEcho(fields);
  if (!echo.ok) return echo;
  return ofFamily(echo.value.url.hostname.replace(/^\[|\]$/g, ""), family, { kind: "http-echo", echo: echo.value });
}

function parseDns(fields: Fields, family: Family): Parsed {
  const echo = parseDnsEcho(fields, family);
  if (!echo.ok) return echo;
  return ofFamily(echo.value.host, family, { kind: "dns-echo", echo: echo.value });
}

function parseTrace(argument: string | undefined, family: Family): Parsed {
  const trace = parseCloudflareTrace(argument);
  if (!trace.ok) return trace;
  return ofFamily(trace.value.host, family, { kind: "cloudflare-trace", trace: trace.value });
}

function parseReflecting(fields: Fields, family: Family): Parsed {
  const server = parseServer(fields);
  if (!server.ok) return server;
  const { url, whoami } = server.value;
  const spec: SourceSpec = { kind: "server", server: server.value };
  const reached = ofFamily(url.hostname.replace(/^\[|\]$/g, ""), family, spec);
  return reached.ok && whoami !== undefined ? ofFamily(whoami.host, family, spec) : reached;
}

/** A server given by an address of the other family could never be asked. */
function ofFamily(host: string, family: Family, spec: SourceSpec): Parsed {
  const literal = Address.parse(host);
  return literal.ok && literal.value.family !== family ? failure({ code: "wrong-family", subject: host }) : ok([spec]);
}

function parseStatic(argument: string, family: Family): Parsed {
  const addresses: Address[] = [];
  for (const text of argument.split(",")) {
    const address = Address.parse(text.trim());
    if (!address.ok) return failure({ code: "not-an-address", subject: text.trim() });
    if (address.value.family !== family) return failure({ code: "wrong-family", subject: text.trim() });
    addresses.push(address.value);
  }
  return ok([{ kind: "static", addresses }]);
}

function parseNeighbour(argument: string): Parsed {
  const mac = parseMac(argument);
  return mac.ok ? ok([{ kind: "neighbour", mac: mac.value }]) : failure({ code: "bad-mac", subject: argument });
}

/** A relative path would mean another file under a service manager than on the command line. */
function parseFile(path: string): Parsed {
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\");
  return isAbsolute ? ok([{ kind: "file", path }]) : failure({ code: "path-not-absolute", subject: path });
}

/** Split at blanks and no further: quotes would promise a shell's rules, which differ from system to system. */
function parseCommand(argument: string): Parsed {
  if (/["'`]/.test(argument)) return failure({ code: "command-quoted", subject: argument });
  const [program, ...args] = argument.trim().split(/\s+/);
  return program === undefined || program === ""
    ? missing("command")
    : ok([{ kind: "command", argv: [program, ...args] }]);
}

function missing(keyword: string): Parsed {
  return failure({ code: "argument-missing", subject: keyword });
}
