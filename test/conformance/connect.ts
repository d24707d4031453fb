import { inspect } from "node:util";
import { Duration } from "../../src/core/duration.ts";
import type { Provider, ProviderDeclaration, Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";
import type { HttpEmulator, ReceivedRequest } from "../emulators/http-emulator.ts";
import { EmulatedHttp } from "../support/emulated-http.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { httpPorts } from "../support/provider-ports.ts";

/** Connects a declaration to an emulator, and remembers everything people could get to read. */

export interface Subject {
  readonly provider: ProviderDeclaration;
  /** Settings that sign in at the emulator; every secret among them is a canary. */
  readonly settings: Settings;
  /** Settings that do not. */
  readonly wrongSettings: Settings;
  /** Takes out of a request the texts that may show credentials, so that the rest can be searched. */
  readonly withoutCredentials: (request: ReceivedRequest) => ReceivedRequest;
}

/** The emulator of one test, by the hosts it stands for. */
export interface Peer {
  readonly http: HttpEmulator;
  readonly hosts: Readonly<Record<string, string>>;
}

export class Bench {
  readonly clock: FakeClock = new FakeClock();
  readonly #subject: Subject;
  readonly #peer: Peer;
  readonly #client: EmulatedHttp;
  readonly #seen: string[] = [];

  constructor(subject: Subject, peer: Peer) {
    this.#subject = subject;
    this.#peer = peer;
    // The client's deadlines are on the test's clock, so that silence costs no time.
    this.#client = new EmulatedHttp(createHttpClient(this.clock, createHostLookup(this.clock)), peer.hosts);
    peer.http.onSilence = () => void this.clock.advance(Duration.minutes(5));
  }

  connect(settings: Settings = this.#subject.settings): Provider {
    return this.#subject.provider.connect(settings, httpPorts(this.#client, this.clock));
  }

  /** Remembers what an attempt showed, in every way it could be printed. */
  remember<T>(shown: T): T {
    this.#seen.push(inspect(shown, { depth: 20, showHidden: true }), JSON.stringify(shown) ?? "");
    return shown;
  }

  /** Canaries found where none belongs. */
  leaks(): readonly string[] {
    const canaries = [this.#subject.settings, this.#subject.wrongSettings]
      .flatMap((settings) => Object.values(settings))
      .flatMap((value) => (value instanceof Secret ? spellings(value.reveal()) : []));
    const places = [
      ...this.#seen,
      ...this.#peer.http.requests.map((request) => {
        const { method, path, query, headers, body } = this.#subject.withoutCredentials(request);
        return [method, path, query.toString(), JSON.stringify(headers), body].join("\n");
      }),
    ];
    return places.filter((place) => canaries.some((canary) => place.includes(canary)));
  }
}

function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  return [secret, encodeURIComponent(secret), base64];
}
