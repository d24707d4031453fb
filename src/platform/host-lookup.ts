import { getServers, type LookupAddress, lookup } from "node:dns";
import { availableParallelism } from "node:os";
import { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Endpoint, HostLookup, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { Deadline } from "./deadline.ts";
import { NameQueries, type NameQuery } from "./name-queries.ts";
import { domainPort, ResolverFile } from "./resolver-file.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** From host names to addresses the way the host itself does it. Asking a chosen name server is `wire/`'s. */

export interface HostLookupOptions {
  /** For one look-up, waiting for its turn included. */
  readonly timeout: Duration;
  readonly query: NameQuery;
  /** How many questions may be before the system at the same time. */
  readonly laneCount: number;
  readonly resolverFile: string;
}

const defaults: HostLookupOptions = {
  // Two rounds of glibc's 5 s for a resolver that does not answer, resolv.conf(5).
  timeout: Duration.seconds(10),
  query: askSystem,
  // Leaves one thread of the runtime's pool to files; the pool has as many as processors, and two at least.
  laneCount: Math.max(1, Math.min(4, availableParallelism() - 1)),
  resolverFile: "/etc/resolv.conf",
};

/** The host's look-up, bounded in time although `getaddrinfo` is not. */
export function createHostLookup(clock: Clock, changes: Partial<HostLookupOptions> = {}): HostLookup {
  const options = { ...defaults, ...changes };
  const queries = new NameQueries(options.query, options.laneCount);
  const resolverFile = new ResolverFile(options.resolverFile);
  return {
    addresses: (hostname, family, signal) => {
      const literal = Address.parse(hostname);
      if (literal.ok) return Promise.resolve(addressesOf([hostname], hostname, family));
      return ask(queries, hostname, family, Deadline.start(clock, options.timeout, signal));
    },
    resolvers: () => resolverFile.read() ?? runtimeResolvers(),
  };
}

type LookupResult = Result<readonly [Address, ...Address[]], NetFailure>;

async function ask(queries: NameQueries, hostname: string, family: Family, deadline: Deadline): Promise<LookupResult> {
  const ended = new Promise<LookupResult>((resolve) => {
    const onEnd = (): void => resolve(notFound(hostname, "no answer", deadline.code));
    if (deadline.signal.aborted) onEnd();
    else deadline.signal.addEventListener("abort", onEnd, { once: true });
  });
  const pending = deadline.signal.aborted ? undefined : queries.ask(hostname, family);
  const answered = pending?.answer.then(
    (texts) => addressesOf(texts, hostname, family),
    (error: unknown) => notFound(hostname, describeSystemError(error), netCodeOf(error)),
  );
  try {
    return await (answered === undefined ? ended : Promise.race([answered, ended]));
  } finally {
    pending?.leave();
    deadline.cancel();
  }
}

/** Keeps what is an address of the family; link-local addresses with a zone are not. */
function addressesOf(texts: readonly string[], hostname: string, family: Family): LookupResult {
  const [first, ...others] = texts.flatMap((text) => {
    const address = Address.parse(text);
    return address.ok && address.value.family === family ? [address.value] : [];
  });
  return first === undefined ? notFound(hostname, `no ${family} address`, undefined) : ok([first, ...others]);
}

function notFound(hostname: string, what: string, code: NetFailure["code"] | undefined): LookupResult {
  return failure({ code: code ?? "name-not-resolved", detail: `${hostname}: ${what}`, wasSent: false });
}

/** Calls getaddrinfo(3), so that the hosts file, mDNS and a changed resolv.conf count (Bun's c-ares keeps the old one). */
function askSystem(hostname: string, family: Family): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, addresses: readonly LookupAddress[]): void => {
      if (error === null) resolve(addresses.map((entry) => entry.address));
      else reject(error);
    };
    lookup(hostname, { all: true, family: family === "ipv4" ? 4 : 6 }, done);
  });
}

/** What the runtime found when it started, for systems without a resolver file. */
function runtimeResolvers(): readonly Endpoint[] {
  return getServers().flatMap((text) => {
    const [, bracketed, port] = /^\[(.+)\]:(\d+)$/.exec(text) ?? /^([\d.]+):(\d+)$/.exec(text) ?? [];
    const address = Address.parse(bracketed ?? text);
    return address.ok ? [{ address: address.value, port: port === undefined ? domainPort : Number(port) }] : [];
  });
}
