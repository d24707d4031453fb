import type { Address } from "../core/address.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { TransferRefusal } from "../transfer/transfer-door.ts";
import type { Refusal } from "../updates/refusal.ts";
import { moreRefused, updateRefused, updateWithoutToken } from "./server.text.ts";
import { transferRefused } from "./transfers.text.ts";

/** Tells the log who was refused. Strangers cause these lines, so there are only so many of them in a while. */

const span = Duration.minutes(1);

/** Lines about one client in a span: enough for a router with several names, and for every reason to show. */
const mostOfPeer = 3;

/** Lines about all clients in a span. It bounds what is remembered as well. */
const mostOfAll = 20;

export class RefusalLog implements Running {
  readonly #clock: Clock;
  readonly #log: Log;
  /** Lines written in this span, by client. */
  readonly #written = new Map<string, number>();
  #total = 0;
  #untold = 0;
  #spanEnds: Timer | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  write({ reason, transport, peer, name, host, key }: Refusal): void {
    const fields = { transport, peer: peer?.toString() ?? null };
    if (reason === "credentials-missing") {
      this.#log.write(updateWithoutToken, fields);
      return;
    }
    if (!this.#isRoomFor(peer)) return;
    this.#log.write(updateRefused, {
      ...fields,
      reason,
      name: name?.hostname ?? null,
      host: host?.hostname ?? null,
      key: key?.hostname ?? null,
    });
  }

  writeTransfer({ zone, kind, peer, keyName }: TransferRefusal): void {
    if (!this.#isRoomFor(peer)) return;
    this.#log.write(transferRefused, {
      zone: zone.hostname,
      kind,
      peer: peer.toString(),
      key: keyName?.hostname ?? null,
    });
  }

  stop(): Promise<void> {
    this.#spanEnds?.cancel();
    this.#endSpan();
    return Promise.resolve();
  }

  /** Counts a line about a client, or one that is left out. */
  #isRoomFor(peer: Address | undefined): boolean {
    this.#spanEnds ??= this.#clock.after(span, () => this.#endSpan());
    const key = clientOf(peer);
    const ofPeer = this.#written.get(key) ?? 0;
    const isRoom = ofPeer < mostOfPeer && this.#total < mostOfAll;
    if (isRoom) {
      this.#written.set(key, ofPeer + 1);
      this.#total += 1;
    } else {
      this.#untold += 1;
    }
    return isRoom;
  }

  #endSpan(): void {
    if (this.#untold > 0) this.#log.write(moreRefused, { count: this.#untold });
    this.#spanEnds = undefined;
    this.#written.clear();
    this.#total = 0;
    this.#untold = 0;
  }
}

/** Octets of an IPv6 address that tell one client from another: who has one address of a /64 has them all. */
const networkOctets = 8;

function clientOf(peer: Address | undefined): string {
  if (peer?.family !== "ipv6") return peer?.toString() ?? "";
  return Buffer.from(peer.octets.subarray(0, networkOctets)).toString("hex");
}
