import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import { Budget } from "./budget.ts";
import type { ManagedService } from "./managed-service.ts";
import { ZoneFinder } from "./read-actual.ts";

/** The services in use, with what those of one credential share. Talks to none of them. */

/** What all services of one credential share. */
export interface Credential {
  readonly budget: Budget;
  /** True while a conversation runs: one at a time. */
  isBusy: boolean;
}

/** A service in use. */
export interface ConnectedService {
  readonly service: ManagedService;
  /** The zones found at a service that can be read; at others nothing is looked for. */
  readonly zones: ZoneFinder | undefined;
  readonly credential: Credential;
}

/** Services by their names in the configuration. What they have in common outlives a change of the configuration. */
export class ConnectedServices {
  readonly #clock: Clock;
  #credentials: ReadonlyMap<string, Credential> = new Map();
  #services: ReadonlyMap<string, ConnectedService> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes over the services of a configuration; one that is the same object as before keeps what it has found. */
  replace(services: readonly ManagedService[]): void {
    const credentials = new Map<string, Credential>();
    const connected = new Map<string, ConnectedService>();
    for (const service of services) {
      const known = credentials.get(service.credential) ?? this.#credentials.get(service.credential);
      const credential = known ?? { budget: new Budget(service.limits.pace, this.#clock), isBusy: false };
      credentials.set(service.credential, credential);
      const before = this.#services.get(service.key);
      const isSame = before?.service === service && before.credential === credential;
      connected.set(service.key, isSame ? before : connect(service, credential));
    }
    this.#credentials = credentials;
    this.#services = connected;
  }

  /**
   * The service of that name.
   *
   * @throws BrokenInvariant when the configuration names a provider it does not have.
   */
  get(key: string): ConnectedService {
    const service = this.#services.get(key);
    assert(service !== undefined, `the provider ${key} is configured`);
    return service;
  }
}

function connect(service: ManagedService, credential: Credential): ConnectedService {
  const { provider } = service;
  return { service, zones: provider.kind === "zone-api" ? new ZoneFinder(provider) : undefined, credential };
}
