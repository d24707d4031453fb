import type { Secret } from "../../core/secret.ts";
import type { HttpRequest } from "../../core/http.ts";
import type { Json } from "./json.ts";

/**
 * One HTTP request as a declaration writes it: a route pattern with its parameters, a query, a body. Where it goes, how
 * it is encoded and who signs it is `server.ts`'s and `conversation.ts`'s.
 */

/** A query or route value; undefined leaves the parameter out, a list repeats it. */
export type QueryValue = string | number | boolean | Secret | undefined | readonly string[];
export type Query = Readonly<Record<string, QueryValue>>;

/** A body value; members that are undefined are left out, secrets are revealed on the wire only. */
export type BodyValue = Json | Secret | undefined | readonly BodyValue[] | { readonly [key: string]: BodyValue };

/** Fields of a body, encoded as the server's declaration says. */
export type BodyFields = { readonly [key: string]: BodyValue } | readonly BodyValue[];

/** A body with an encoding of its own. */
export class TextBody {
  readonly contentType: string;
  readonly text: string;

  constructor(contentType: string, text: string) {
    this.contentType = contentType;
    this.text = text;
  }
}

export interface Call {
  readonly method: HttpRequest["method"];
  /** In place of the server's base, for services that have several hosts. */
  readonly base?: `https://${string}`;
  /** Path below the server's base, with `{name}` for each parameter; this is what logs show. */
  readonly route: string;
  readonly params: Query;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyFields | TextBody | undefined;
  /** Path and query below the base, ready for the wire, in place of the filled route; logs show the route only. */
  readonly target?: string;
  /** Texts besides secrets that nobody should read in a detail. */
  readonly sensitive?: readonly string[];
}

/** Names of the parameters a route pattern holds. */
type ParamNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never;
type Params<R extends string> = { readonly [Name in ParamNames<R>]: string | Secret };

/** A pattern without parameters takes none, so a forgotten one is a compile error and so is a superfluous one. */
type QueryArguments<R extends string> = [ParamNames<R>] extends [never]
  ? readonly [query?: Query]
  : readonly [params: Params<R>, query?: Query];
type BodyArguments<R extends string> = [ParamNames<R>] extends [never]
  ? readonly [body?: BodyFields | TextBody, query?: Query]
  : readonly [params: Params<R>, body?: BodyFields | TextBody, query?: Query];

export function GET<R extends string>(route: R, ...rest: QueryArguments<R>): Call {
  return withoutBody("GET", route, rest);
}

export function DELETE<R extends string>(route: R, ...rest: QueryArguments<R>): Call {
  return withoutBody("DELETE", route, rest);
}

export function POST<R extends string>(route: R, ...rest: BodyArguments<R>): Call {
  return bodied("POST", route, rest);
}

export function PUT<R extends string>(route: R, ...rest: BodyArguments<R>): Call {
  return bodied("PUT", route, rest);
}

export function PATCH<R extends string>(route: R, ...rest: BodyArguments<R>): Call {
  return bodied("PATCH", route, rest);
}

/** The same call with more header fields. */
export function withHeaders(call: Call, headers: Readonly<Record<string, string>>): Call {
  return { ...call, headers: { ...call.headers, ...headers } };
}

/** The same call at another host of the service. */
export function at(base: `https://${string}`, call: Call): Call {
  return { ...call, base };
}

/** The same call with more query parameters. */
export function withQuery(call: Call, query: Query): Call {
  return { ...call, query: { ...call.query, ...query } };
}

/** The same call with a body, for services that want one where HTTP gives it no meaning. RFC 9110 §9.3.5 */
export function withBody(call: Call, body: BodyFields): Call {
  return { ...call, body };
}

function withoutBody(method: Call["method"], route: string, rest: readonly (Query | undefined)[]): Call {
  const [params = {}, query = {}] = hasParams(route) ? rest : [{}, ...rest];
  return { method, route, params, query, headers: {}, body: undefined };
}

type AnyBodyArguments = readonly [params?: Query, body?: BodyFields | TextBody, query?: Query];

function bodied(method: Call["method"], route: string, rest: readonly unknown[]): Call {
  // `BodyArguments` has checked every caller: parameters stand first exactly where the pattern has some.
  const [params = {}, body, query = {}] = (hasParams(route) ? rest : [{}, ...rest]) as AnyBodyArguments;
  return { method, route, params, query, headers: {}, body };
}

function hasParams(route: string): boolean {
  return route.includes("{");
}
