import type { Family as AddressFamily } from "../../core/family.ts";
import type { ProviderDeclaration, ProviderPorts, PushService, Settings, ZoneApi } from "../../core/provider.ts";
import type { Conversation } from "./conversation.ts";

/** What a family of services gets from a declaration when a user's settings are known. */

/** Facts of the declaration that families need. */
export interface ServiceFacts {
  readonly families: readonly AddressFamily[];
  readonly largestRRset: number;
  readonly ttl: ProviderDeclaration["ttl"];
  readonly withdrawal: ProviderDeclaration["withdrawal"];
}

/** One set of credentials at one service; `V` is the type of its per-name options. */
export interface Connection<V> {
  readonly facts: ServiceFacts;
  readonly ports: ProviderPorts;
  /**
   * The service's HTTP server.
   *
   * @throws BrokenInvariant when the declaration has no server, since its family should not ask for one.
   */
  readonly conversation: Conversation;
  /** Credentials, to be kept out of every detail. */
  readonly secrets: readonly string[];
  options(settings: Settings): V;
}

/** Makes zone APIs out of request shapes. */
export type ZoneFamily<V> = (connection: Connection<V>) => ZoneApi;

/** Makes push services out of request shapes. */
export type PushFamily<V> = (connection: Connection<V>) => PushService;
