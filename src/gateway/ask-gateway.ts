import type { Address } from "../core/address.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { DatagramClient, Endpoint, NetFailure } from "../core/net.ts";
import { type Failure, failure, ok, type Result } from "../core/result.ts";
import type { GatewayFailure, GatewayLimits } from "./gateway.ts";
import type { GatewayLink } from "./link.ts";

/** Asks a router over UDP, again and again after the pauses of its protocol. Knows none of the protocols itself. */

/** Where PCP and NAT-PMP servers listen. RFC 6886 §3.1, RFC 6887 §19.1 */
export const gatewayPort = 5351;

export interface GatewayQuestion {
  readonly request: Uint8Array;
  /** True for what answers exactly this request; everything else is ignored. */
  readonly isAnswer: (payload: Uint8Array) => boolean;
  /** Between one sending and the next; after the last one the answer is waited for until time is up. */
  readonly pauses: Iterable<Duration>;
  /** Where it is sent from, if not from our address on the link. */
  readonly localAddress?: Address;
}

export interface AskPorts {
  readonly datagrams: DatagramClient;
  readonly clock: Clock;
}

/**
 * Sends the question until an answer comes or time is up. Each sending has a socket of its own, connected to the router:
 * nobody else is heard, and a slow answer to an earlier sending still counts.
 */
export function askGateway(
  question: GatewayQuestion,
  link: GatewayLink,
  { datagrams, clock }: AskPorts,
  limits: GatewayLimits,
): Promise<Result<Uint8Array, GatewayFailure>> {
  const peer: Endpoint = { address: link.gateway, port: gatewayPort };
  const binding = { localAddress: question.localAddress ?? link.localAddress, interfaceName: link.interfaceName };
  const over = new AbortController();
  const pauses = question.pauses[Symbol.iterator]();
  return new Promise((resolve, reject) => {
    let resend: Timer | undefined;
    const finish = (result: Result<Uint8Array, GatewayFailure>): void => {
      deadline.cancel();
      resend?.cancel();
      limits.signal?.removeEventListener("abort", onAbort);
      over.abort();
      resolve(result);
    };
    const onAbort = (): void => finish(failed("aborted", "no longer wanted"));
    const deadline = clock.after(limits.timeout, () => {
      finish(failed("timed-out", `${link.gateway}: no answer in ${Duration.format(limits.timeout)}`));
    });
    const send = (): void => {
      const exchange = datagrams.exchange(peer, question.request, question.isAnswer, {
        timeout: limits.timeout,
        binding,
        signal: over.signal,
      });
      exchange.then((answer) => {
        if (over.signal.aborted) return;
        // A refusal ends the conversation as an answer does: the host is there, the server is not.
        if (answer.ok) finish(ok(answer.value));
        else if (answer.code !== "timed-out") finish(failed(answer.code, answer.detail));
      }, reject);
      const pause = pauses.next();
      if (pause.done !== true) resend = clock.after(pause.value, send);
    };
    limits.signal?.addEventListener("abort", onAbort, { once: true });
    if (limits.signal?.aborted === true) onAbort();
    else send();
  });
}

function failed(code: NetFailure["code"], detail: string): Failure<GatewayFailure> {
  return failure({ code, detail });
}
