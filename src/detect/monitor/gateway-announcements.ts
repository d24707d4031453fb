import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Clock, Timer } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { type Family, families } from "../../core/family.ts";
import { type Running, stopAll } from "../../core/lifecycle.ts";
import type { Log } from "../../core/log.ts";
import type { MulticastNetwork } from "../../core/multicast.ts";
import { EpochWatch } from "../../gateway/epoch-watch.ts";
import type { Gateways } from "../../gateway/find-gateway.ts";
import { type GatewayLink, isBehindTranslator, linkKey } from "../../gateway/link.ts";
import { decodeNatPmpAnswer } from "../../gateway/nat-pmp/message.ts";
import { decodePcpAnswer } from "../../gateway/pcp/message.ts";
import type { Follower } from "./following.ts";
import { announcementsUnheard } from "./gateway-announcements.text.ts";
import { type Hint, hintOf } from "./monitor.ts";

/**
 * Hears routers that speak NAT-PMP or PCP announce a restart or another external address, some milliseconds after it
 * happened. One socket for each family and no timer: nothing runs until somebody announces something.
 */

export interface AnnouncementPorts {
  readonly gateways: Gateways;
  readonly multicast: MulticastNetwork;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where announcements go: to all hosts of the link. RFC 6886 §3.2.1, RFC 6887 §14.1 */
const announcementPort = 5350;
const allHosts: Readonly<Record<Family, string>> = { ipv4: "224.0.0.1", ipv6: "ff02::1" };

/** A router that speaks both protocols announces a change in both, within milliseconds. */
const sameChange = Duration.milliseconds(500);

/** Between two hints: anybody on the link can announce in the router's name, a thousand times a second. */
const hintPause = Duration.milliseconds(500);

const id = "router-announcements";

export function gatewayAnnouncementsMonitor(ports: AnnouncementPorts): Follower {
  const running = new Set<Announcements>();
  return {
    id,
    networkChanged: () => {
      for (const one of running) one.follow();
    },
    start: (onHint) => {
      const both = families.map((family) => new Announcements(family, ports, onHint));
      for (const announcements of both) {
        running.add(announcements);
        announcements.follow();
      }
      return {
        stop: async () => {
          for (const announcements of both) running.delete(announcements);
          await stopAll(both);
        },
      };
    },
  };
}

class Announcements implements Running {
  readonly #family: Family;
  readonly #ports: AnnouncementPorts;
  readonly #onHint: (hint: Hint) => void;
  #joined: { readonly key: string; readonly socket: Running } | undefined;
  #following: Promise<void> = Promise.resolve();
  #hasTold = false;
  #isStopped = false;
  /** Runs while further news is held back. */
  #quiet: Timer | undefined;
  #hasMore = false;

  constructor(family: Family, ports: AnnouncementPorts, onHint: (hint: Hint) => void) {
    this.#family = family;
    this.#ports = ports;
    this.#onHint = onHint;
  }

  /** Listens on the link of the present default route, one change of it after the other. */
  follow(): void {
    this.#following = this.#following.then(() => this.#listen());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#quiet?.cancel();
    await this.#following;
    await this.#joined?.socket.stop();
  }

  async #listen(): Promise<void> {
    const found = this.#isStopped ? undefined : await this.#ports.gateways.link(this.#family);
    if (found === undefined || this.#isStopped) return;
    // With a global address of its own the host hears of changes from its kernel; but IPv6 routers are firewalls, whose
    // holes are gone after a restart.
    const isOfUse = found.ok && (this.#family === "ipv6" || isBehindTranslator(found.value));
    const link = isOfUse ? found.value : undefined;
    const key = link === undefined ? undefined : linkKey(link);
    if (key === this.#joined?.key) return;
    await this.#joined?.socket.stop();
    this.#joined = undefined;
    if (link === undefined || key === undefined) return;
    const heard = new HeardRouter(this.#ports, link, () => this.#hint());
    const place = { group: groupOf(this.#family), port: announcementPort, localAddress: link.localAddress };
    const socket = await this.#ports.multicast.join(place, (payload, peer) => heard.hear(payload, peer.address));
    if (socket.ok) {
      this.#joined = { key, socket: socket.value };
    } else if (!this.#hasTold) {
      this.#hasTold = true;
      this.#ports.log.write(announcementsUnheard, { code: socket.code, holder: socket.holder?.program });
    }
  }

  /** The first news is passed on at once, what follows it soon together. */
  #hint(): void {
    if (this.#isStopped) return;
    this.#hasMore = this.#quiet !== undefined;
    if (this.#hasMore) return;
    const { clock, gateways } = this.#ports;
    this.#quiet = clock.after(hintPause, () => {
      this.#quiet = undefined;
      if (this.#hasMore) this.#hint();
    });
    gateways.askAnew();
    this.#onHint(hintOf(id, clock.now(), { routerAnnounced: true }, [this.#family]));
  }
}

/** What one router announced so far; tells news from the repetitions that both protocols send on purpose. */
class HeardRouter {
  readonly #gateway: Address;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  readonly #epochs: { readonly natPmp: EpochWatch; readonly pcp: EpochWatch };
  #address: string | undefined;
  #newsAt: Duration | undefined;

  constructor({ clock }: AnnouncementPorts, link: GatewayLink, onNews: () => void) {
    this.#gateway = link.gateway;
    this.#clock = clock;
    this.#onNews = onNews;
    this.#epochs = { natPmp: new EpochWatch(clock, "nat-pmp"), pcp: new EpochWatch(clock, "pcp") };
  }

  hear(payload: Uint8Array, sender: Address): void {
    // Anybody on the link can send to all hosts. RFC 6886 §3.2.1, RFC 6887 §14.1.2
    if (sender.equals(this.#gateway) && this.#isNews(payload)) {
      this.#newsAt = this.#clock.monotonic();
      this.#onNews();
    }
  }

  #isNews(payload: Uint8Array): boolean {
    // NAT-PMP knows IPv4 only. RFC 6886 §1
    const natPmp = decodeNatPmpAnswer(payload);
    if (this.#gateway.family === "ipv4" && natPmp.ok && natPmp.value.kind !== "other-version") {
      const { value } = natPmp;
      if (value.kind === "mapping") return false;
      const address = value.kind === "external-address" ? value.address.toString() : "none";
      const isOther = address !== this.#address;
      this.#address = address;
      const isRestart = this.#epochs.natPmp.hear({ seconds: value.epochSeconds });
      return isOther || isRestart;
    }
    const pcp = decodePcpAnswer(payload);
    if (!pcp.ok || pcp.value.kind !== "pcp" || pcp.value.opcode !== "announce") return false;
    const isFirst = !this.#epochs.pcp.hasHeard;
    const isRestart = this.#epochs.pcp.hear({ seconds: pcp.value.epochSeconds });
    const isKnown = this.#newsAt !== undefined && this.#clock.monotonic() - this.#newsAt < sameChange;
    return (isFirst || isRestart) && !isKnown;
  }
}

function groupOf(family: Family): Address {
  const group = Address.parse(allHosts[family]);
  assert(group.ok, "a group is an address");
  return group.value;
}
