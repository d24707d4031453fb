import type { Address } from "../core/address.ts";
import type { OwnerName } from "../core/name.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ZoneView } from "../core/zone-view.ts";
import type { Authenticator } from "./authenticate.ts";
import type { Door } from "./door.ts";
import type { Presence } from "./presence.ts";
import type { Refusal } from "./refusal.ts";

/** What every update dialect needs: who asks, what is there, the one way to change it, and who is to hear of it. */
export interface DialectPorts {
  readonly authenticator: Authenticator;
  readonly door: Door;
  readonly view: ZoneView;
  /** Hears of every host that has shown who it is. */
  readonly presence: Presence;
  /** Hears of everybody who is sent away. */
  readonly onRefused: (refusal: Refusal) => void;
  /** The TTL of a new address RRset in this zone. */
  readonly hostTtlOf: (apex: OwnerName) => Ttl;
}

/** Resolvers should forget a dynamic address within a minute. */
export const defaultHostTtl: Ttl = 60 as Ttl;

/** One request over HTTP, as every dialect gets it. */
export interface Asked {
  readonly request: Request;
  readonly url: URL;
  /** The client's address, as far as anybody knows it. */
  readonly peer: Address | undefined;
  /** What the route's pattern has captured, percent-decoded; empty where there was nothing. */
  readonly captured: readonly string[];
}

/** Answers in the words of one dialect. */
export type DialectAnswer = (asked: Asked, ports: DialectPorts) => Promise<Response>;
