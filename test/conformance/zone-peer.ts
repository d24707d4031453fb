import type { ProviderPorts } from "../../src/core/provider.ts";
import type { HeldRecord } from "../emulators/zone-store.ts";
import type { FakeClock } from "../support/fake-clock.ts";

/** A service with zones, emulated or real, as the suite sees it: what it holds, and how a provider reaches it. */
export interface ZonePeer {
  /** Where the test's clock starts; real peers need the real time. */
  readonly startAt?: number;
  ports(clock: FakeClock): ProviderPorts;
  addZone(apex: string): void | Promise<void>;
  /** Makes a record as another client would; the service chooses what is not given. */
  hold(record: SeededRecord): void | Promise<void>;
  held(owner?: string, type?: string): readonly HeldRecord[] | Promise<readonly HeldRecord[]>;
  /** How many requests were to change something so far, or how often something did change. */
  writes(): number | Promise<number>;
  /** Everything received, as texts without the places where credentials belong. */
  received(): readonly string[];
  stop(): Promise<void>;
}

export interface SeededRecord {
  readonly zone: string;
  readonly owner: string;
  readonly type: string;
  readonly content: string;
  readonly ttl?: number;
  /** Option fields, in the service's spelling. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
