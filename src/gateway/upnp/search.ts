import type { Address } from "../../core/address.ts";
import { type Clock, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { MulticastNetwork } from "../../core/multicast.ts";
import type { Endpoint } from "../../core/net.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailure } from "../gateway.ts";
import type { Allowance } from "./allowance.ts";
import { acceptedUrl, type UpnpLink } from "./link.ts";
import { routerTargets, serviceTargets, ssdpGroup, ssdpPort } from "./search-targets.ts";
import { parseSsdp, searchMessage } from "./ssdp-message.ts";
import { hostAddressOf } from "./url-host.ts";

/** Finds where the router's description is, by asking the link's UPnP group and the gateway itself. */

/**
 * What is asked when, in milliseconds. Twice, since datagrams get lost on Wi-Fi; and the gateway itself every time, since
 * some answer one kind only, and a firewall that drops what it did not ask for lets the answers of the gateway through.
 */
const rounds: readonly (readonly [atMs: number, targets: readonly string[]])[] = [
  [0, routerTargets],
  [350, serviceTargets],
  [1_000, routerTargets],
  [1_600, serviceTargets],
];

/** After the last round, which allows answers a second. */
const lastWait = Duration.milliseconds(1_100);

/** What may still come when there is an answer: routers describe themselves once for each version. */
const grace = Duration.milliseconds(150);

/** Descriptions that are worth being read, of those the gateway told and of the others; a router has two at most. */
const mostLocations = 4;

interface Found {
  readonly url: URL;
  /** False when somebody else on the link told it, who may be another address of the router, or mean harm. */
  readonly isItsOwn: boolean;
  /** Lower is better. */
  readonly rank: number;
}

/** Descriptions in the order in which to read them; `gateway-not-found` when nobody answers. */
export async function searchRouter(
  link: UpnpLink,
  ports: { readonly multicast: MulticastNetwork; readonly clock: Clock },
  allowance: Allowance,
): Promise<Result<readonly URL[], GatewayFailure>> {
  const group = ssdpGroup(link.gateway.family);
  const found = new Map<string, Found>();
  const isEnough = new AbortController();
  const onAbort = (): void => isEnough.abort();
  const joined = await ports.multicast.join(
    { group: group.address, port: 0, localAddress: link.localAddress },
    (payload, peer) => {
      const answer = read(payload, peer, link);
      if (answer === undefined) return;
      const known = found.get(answer.url.href);
      const alike = [...found.values()].filter(({ isItsOwn }) => isItsOwn === answer.isItsOwn);
      if (known === undefined ? alike.length >= mostLocations : known.rank <= answer.rank) return;
      found.set(answer.url.href, answer);
      // Others may answer first and send us to where nothing is; the router itself is waited for.
      if (answer.isItsOwn && alike.length === 0) ports.clock.after(grace, () => isEnough.abort());
    },
  );
  if (!joined.ok) return failure({ code: "unreachable", detail: `search: ${joined.code}, ${joined.detail}` });
  allowance.signal?.addEventListener("abort", onAbort, { once: true });
  if (allowance.signal?.aborted === true) onAbort();
  const gateway = { address: link.gateway, port: ssdpPort };
  await ask(
    (target) => {
      for (const peer of [gateway, group]) joined.value.send(searchMessage(target, peer), peer);
    },
    ports.clock,
    allowance,
    isEnough.signal,
  );
  allowance.signal?.removeEventListener("abort", onAbort);
  await joined.value.stop();
  if (found.size > 0) return ok([...found.values()].toSorted((a, b) => a.rank - b.rank).map(({ url }) => url));
  if (allowance.signal?.aborted === true) return failure({ code: "aborted", detail: "search: given up" });
  return failure({ code: "gateway-not-found", detail: "no UPnP router answers" });
}

/** All rounds, as long as there is time and nobody says that it is enough. */
async function ask(
  send: (target: string) => void,
  clock: Clock,
  allowance: Allowance,
  isEnough: AbortSignal,
): Promise<void> {
  const started = clock.monotonic();
  for (const [atMs, targets] of rounds) {
    const pause = Math.min(Math.max(0, started + atMs - clock.monotonic()), allowance.left);
    if (pause > 0 && !(await wait(clock, Duration.milliseconds(pause), isEnough))) return;
    if (isEnough.aborted || allowance.left === 0) return;
    for (const target of targets) send(target);
  }
  await wait(clock, Duration.milliseconds(Math.min(lastWait, allowance.left)), isEnough);
}

/** What it answers to says little: some copy the question, some tell one type whatever they are asked. */
function read(payload: Uint8Array, peer: Endpoint, link: UpnpLink): Found | undefined {
  const message = parseSsdp(payload);
  if (message?.kind !== "answer" || message.location === undefined) return undefined;
  const url = acceptedUrl(message.location, peer.address, link);
  const isItsOwn = peer.address.equals(link.gateway);
  return url === undefined ? undefined : { url, isItsOwn, rank: rankOf(url, isItsOwn, message.target, link.gateway) };
}

/** What the gateway tells first, then its own address, then the later version. */
function rankOf(url: URL, isItsOwn: boolean, target: string, gateway: Address): number {
  const isGateway = hostAddressOf(url)?.equals(gateway) === true;
  return (isItsOwn ? 0 : 4) + (isGateway ? 0 : 2) + (/:2$/.test(target) ? 0 : 1);
}
