import { assert } from "../../core/assert.ts";
import type { Clock } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { HttpClient } from "../../core/http.ts";
import { ok, type Result } from "../../core/result.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { askWeb, textIn } from "../ask-web.ts";
import { readAddress } from "../read-address.ts";
import { type AskLimits, type Sighting, type Source, sourceOf } from "../source.ts";
import { askDnsEcho, type DnsEcho, type DnsEchoPorts } from "./dns-echo.ts";
import { mayAsk } from "./http-echo.ts";

/**
 * Asks a Holdfast server which address it sees: by DNS where one of its reflecting names is given, which takes a single
 * datagram, and by `/ip` over HTTPS otherwise or when DNS does not get through. Either way it is one voice.
 */
export interface ReflectingServer {
  /** Where the server's paths begin. */
  readonly url: URL;
  readonly isInsecure: boolean;
  readonly whoami: Omit<DnsEcho, "operator"> | undefined;
  readonly operator: string;
}

/** Time for DNS alone; the rest of the source's limit is enough for HTTPS. */
const dnsShare = Duration.seconds(1);

export function serverSource(
  family: Family,
  server: ReflectingServer,
  ports: DnsEchoPorts & { readonly http: HttpClient; readonly clock: Clock },
): Source {
  assert(mayAsk(server), `${server.url.origin} is asked over TLS, on loopback or knowingly insecurely`);
  const { operator, whoami, url } = server;
  return sourceOf(
    {
      id: `server:${url.host}`,
      family,
      operator,
      strength: "echo",
      ask: async (limits) => {
        if (whoami === undefined) return askByWeb(url, family, ports, limits);
        const asked = await askDnsEcho({ ...whoami, operator }, family, ports, { ...limits, timeout: dnsShare });
        return asked.ok || limits.signal.aborted ? asked : askByWeb(url, family, ports, limits);
      },
    },
    ports.clock,
  );
}

async function askByWeb(
  url: URL,
  family: Family,
  ports: { readonly http: HttpClient },
  limits: AskLimits,
): Promise<Result<readonly Sighting[], SourceFailure>> {
  const base = url.href.endsWith("/") ? url.href : `${url.href}/`;
  const response = await askWeb(new URL("ip", base), family, ports, limits);
  if (!response.ok) return response;
  const text = textIn(response.value);
  if (!text.ok) return text;
  const address = readAddress(text.value, family);
  return address.ok ? ok([{ address: address.value, evidence: { path: "/ip" } }]) : address;
}
