import { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { families, type Family } from "../core/family.ts";
import type { Binding, HostLookup, NetCode, NetFailure } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import { dial } from "./dial.ts";
import type { SocketConnection } from "./socket-connection.ts";
import { staggeredRace } from "./staggered-race.ts";

/** From a host's name to a TCP connection: which family, which address, in which order. */

/** Head start of one address over the next. RFC 8305 §8 */
const headStart: Duration = Duration.milliseconds(250);

/** Addresses of one family that are tried; a name with more is not ours to exhaust. */
const mostAddresses = 6;

/** Who is called and from where. */
export interface HostCall {
  /** A name or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Both are tried, IPv6 first, when undefined. */
  readonly family: Family | undefined;
  readonly binding: Binding | undefined;
}

/** Looks the name up and connects. The family is forced by asking for and connecting to its addresses only. */
export async function dialHost(
  call: HostCall,
  lookup: HostLookup,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<SocketConnection, NetFailure>> {
  const rules = { clock, headStart, discard: (late: SocketConnection): void => late.destroy() };
  const attempts = familiesOf(call).map(
    (family) =>
      async (ofFamily: AbortSignal): Promise<Result<SocketConnection, NetFailure>> => {
        const addresses = await lookup.addresses(call.hostname, family, ofFamily);
        if (!addresses.ok) return addresses;
        const tried = addresses.value.slice(0, mostAddresses);
        const race = await staggeredRace(
          tried.map(
            (address) => (ofAddress: AbortSignal) => dial({ address, port: call.port }, call.binding, ofAddress),
          ),
          { ...rules, signal: ofFamily },
        );
        return race.ok ? race : mostTelling(race.failures, call);
      },
  );
  const race = await staggeredRace(attempts, { ...rules, signal });
  return race.ok ? race : mostTelling(race.failures, call);
}

/** Families in the order to try them: the one asked for, else those the name and the binding leave. RFC 8305 §4 */
function familiesOf(call: HostCall): readonly Family[] {
  const literal = Address.parse(call.hostname);
  const only = call.family ?? call.binding?.localAddress.family ?? (literal.ok ? literal.value.family : undefined);
  return only === undefined ? families.toReversed() : [only];
}

/** How much a failure says about the peer: a family this host lacks says the least. */
function weightOf(code: NetCode): number {
  if (code === "name-not-resolved") return 0;
  return code === "unreachable" ? 1 : 2;
}

function mostTelling(failures: readonly NetFailure[], call: HostCall): Result<SocketConnection, NetFailure> {
  const [first] = failures.toSorted((a, b) => weightOf(b.code) - weightOf(a.code));
  const none: NetFailure = { code: "name-not-resolved", detail: `${call.hostname}: no address`, wasSent: false };
  return { ok: false, ...(first ?? none) };
}
