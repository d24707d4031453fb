import type { Address } from "../../core/address.ts";
import type { Clock, Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { HttpClient, HttpResponse } from "../../core/http.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { askWeb, textIn } from "../ask-web.ts";
import { excerpt, readAddress } from "../read-address.ts";
import { type Sighting, type Source, sourceOf } from "../source.ts";

/**
 * Asks a host behind Cloudflare for `/cdn-cgi/trace`, which tells beside the address whether the request came through
 * WARP or a Gateway of Cloudflare. Then the address is the tunnel's, and publishing it would lead others nowhere.
 */
export interface CloudflareTrace {
  /** Any host that Cloudflare serves. */
  readonly host: string;
  readonly port: number;
}

/** The one that other clients ask as well (favonia/cloudflare-ddns, internal/provider/cloudflare_trace.go). */
export const defaultTraceHost = "api.cloudflare.com";

export const httpsPort = 443;

/** Whoever the host belongs to, Cloudflare answers. */
const operator = "cloudflare";

/**
 * A trace may be so much older or newer than now. A copy kept on the way is hours old, clocks of hosts that verify
 * certificates are minutes wrong at most.
 */
const largestAge = Duration.minutes(10);

export function cloudflareTraceSource(
  family: Family,
  trace: CloudflareTrace,
  ports: { readonly http: HttpClient; readonly clock: Clock },
): Source {
  const authority = trace.host.includes(":") ? `[${trace.host}]` : trace.host;
  const place = trace.port === httpsPort ? authority : `${authority}:${trace.port}`;
  const url = new URL(`https://${place}/cdn-cgi/trace`);
  return sourceOf(
    {
      id: `cloudflare-trace:${place}`,
      family,
      operator,
      strength: "echo",
      ask: async (limits) => {
        const response = await askWeb(url, family, ports, limits);
        return response.ok ? sightingIn(response.value, url, family, ports.clock.now()) : response;
      },
    },
    ports.clock,
  );
}

/** What a trace shows, once it is certain that Cloudflare made it for this request and no tunnel is in between. */
export function sightingIn(
  response: HttpResponse,
  url: URL,
  family: Family,
  now: Instant,
): Result<readonly Sighting[], SourceFailure> {
  const text = textIn(response);
  if (!text.ok) return text;
  const fields = fieldsOf(text.value);
  if (fields === undefined) return unreadable(`no trace: ${excerpt(text.value)}`);
  const { h, ts, warp, gateway, colo, loc } = fields;
  if (h !== url.host && h !== url.hostname) return unreadable(`a trace of ${excerpt(h ?? "nothing")}`);
  const age = Math.abs(now - Number(ts) * 1_000);
  // A number that is none is not fresh either.
  if (!(age <= largestAge)) return unreadable(`a trace of another time: ts ${excerpt(ts ?? "")}`);
  for (const [name, value] of Object.entries({ warp, gateway })) {
    if (value === "off") continue;
    // `on` and `plus` are known; anything else would be a tunnel as well for all we know.
    return value === undefined
      ? unreadable(`the trace does not say ${name}`)
      : failure({ code: "through-a-tunnel", detail: `${name}=${value}` });
  }
  const address: Result<Address, SourceFailure> = readAddress(fields["ip"] ?? "", family);
  if (!address.ok) return address;
  const evidence = { ...(colo === undefined ? {} : { colo }), ...(loc === undefined ? {} : { loc }) };
  return ok([{ address: address.value, evidence }]);
}

/** Lines of `name=value`; undefined where one is not, or a name comes twice. */
function fieldsOf(text: string): Readonly<Record<string, string>> | undefined {
  const fields = new Map<string, string>();
  for (const line of text.trim().split(/\r?\n/)) {
    const equals = line.indexOf("=");
    const name = line.slice(0, equals);
    if (equals < 1 || fields.has(name)) return undefined;
    fields.set(name, line.slice(equals + 1));
  }
  return Object.fromEntries(fields);
}

function unreadable(detail: string): { readonly ok: false } & SourceFailure {
  return failure({ code: "answer-unreadable", detail });
}
