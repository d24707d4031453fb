import { Address } from "../../core/address.ts";
import { scopeOf } from "../../core/address-scope.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { Rejected } from "../../core/outcome.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { AnswerFormat } from "./answer.ts";
import type { Condition } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import type { BodyEncoding } from "./draft.ts";

/** The HTTP server of a service: where it is, what it speaks, how requests are authenticated. */

/** An address that a user configures. Plain HTTP is for loopback and for those who ask for it. */
export interface ConfiguredAddress {
  readonly url: string;
  /** Credentials may travel unencrypted. */
  readonly insecure: boolean;
}

/** A service's own address is always encrypted; only users may choose otherwise, for servers of theirs. */
export type BaseAddress = `https://${string}` | ConfiguredAddress;

export interface Server {
  readonly base: BaseAddress;
  readonly sends: BodyEncoding;
  readonly reads: AnswerFormat;
  readonly authentication: Authentication;
  /** Header fields of every request; they take the place of the usual ones. */
  readonly headers: Readonly<Record<string, string>>;
  /** Paths to the words for people in error answers; the usual places when empty. */
  readonly message: readonly string[];
  /** What a successful answer must hold besides its status code. */
  readonly succeeds: Condition | undefined;
  /** The one family to reach it over, at services that look at where a request comes from; both when undefined. */
  readonly over: Family | undefined;
  readonly timeout: Duration;
  /** Longer answers end the conversation. */
  readonly largestAnswerOctets: number;
}

/** Facts of a server that are not usual. */
export type ServerExtras = Partial<
  Pick<Server, "reads" | "headers" | "message" | "succeeds" | "over" | "timeout" | "largestAnswerOctets">
>;

/** Sends JSON, reads JSON. */
export function jsonServer(base: BaseAddress, authentication: Authentication, extras: ServerExtras = {}): Server {
  return { ...usual, base, authentication, sends: "json", reads: "json", ...extras };
}

/** Sends forms, reads JSON. */
export function formServer(base: BaseAddress, authentication: Authentication, extras: ServerExtras = {}): Server {
  return { ...usual, base, authentication, sends: "form", reads: "json", ...extras };
}

/** Sends queries or forms, reads plain text. */
export function textServer(base: BaseAddress, authentication: Authentication, extras: ServerExtras = {}): Server {
  return { ...usual, base, authentication, sends: "form", reads: "text", ...extras };
}

/** Sends queries or forms, reads XML. */
export function xmlServer(base: BaseAddress, authentication: Authentication, extras: ServerExtras = {}): Server {
  return { ...usual, base, authentication, sends: "form", reads: "xml", ...extras };
}

const usual = {
  headers: {},
  message: [],
  succeeds: undefined,
  over: undefined,
  // Slow control panels take up to ten seconds to write a zone; twice that tells slow from stuck.
  timeout: Duration.seconds(20),
  // A page of 1 000 records is about 500 KB; what is larger is not an answer to what we ask.
  largestAnswerOctets: 2 * 1024 * 1024,
} as const;

/**
 * The address to send requests below, when credentials may go there.
 *
 * Refused: what is not an HTTP URL, one with a user name in it (it would travel twice, and show in logs), and plain HTTP
 * to another host unless the user accepted that.
 */
export function usableBase(base: BaseAddress): Result<URL, { readonly outcome: Rejected }> {
  const { url, insecure } = typeof base === "string" ? { url: base, insecure: false } : base;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // The URL parser of this runtime lets braces pass, which would make a placeholder a host.
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || !/^[\w.:[\]-]+$/.test(parsed.host)) {
    return refused("value-invalid", "the configured url is not an http or https address");
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return refused("value-invalid", "the configured url holds credentials; they have fields of their own");
  }
  if (parsed.protocol === "http:" && !insecure && !isLoopback(parsed.hostname)) {
    return refused("insecure-transport", `credentials would travel to ${parsed.host} unencrypted`);
  }
  return ok(parsed);
}

function refused(code: Rejected["code"], detail: string): Result<never, { readonly outcome: Rejected }> {
  return failure({ outcome: { kind: "rejected", code, detail } });
}

function isLoopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname.endsWith(".localhost")) return true;
  const address = Address.parse(hostname.replace(/^\[|\]$/g, ""));
  return address.ok && scopeOf(address.value) === "loopback";
}
