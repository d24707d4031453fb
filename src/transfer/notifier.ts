import { Duration } from "../core/duration.ts";
import type { Clock, Timer } from "../core/clock.ts";
import type { Running } from "../core/lifecycle.ts";
import type { OwnerName } from "../core/name.ts";
import { type DatagramClient, type Endpoint, formatEndpoint } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import type { RRset } from "../core/rrset.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { noFlags } from "../wire/header.ts";
import { decodeMessage, emptyMessage, encodeMessage } from "../wire/message.ts";
import { signMessage, verifyMessage } from "../wire/tsig.ts";
import type { Secondary } from "./secondary-rights.ts";

/** Tells secondaries that a zone has changed. RFC 1996 */

/** A secondary that was told in vain. */
export interface Unheard {
  readonly zone: OwnerName;
  readonly endpoint: Endpoint;
}

export interface NotifierPorts {
  readonly clock: Clock;
  readonly datagrams: DatagramClient;
  readonly random: Random;
  readonly view: ZoneView;
  readonly secondariesOf: (apex: OwnerName) => readonly Secondary[];
  readonly onUnheard: (unheard: Unheard) => void;
}

/** Zones that change all the time are told of at most so often; a secondary then takes what came together. */
const spacing = Duration.seconds(1);

/** How long an answer is waited for, try by try. RFC 1996 §3.6 leaves it to us; a minute in all. */
const patience: readonly Duration[] = [2, 4, 8, 16, 30].map((seconds) => Duration.seconds(seconds));

/** A secondary that is there answers at once. */
const answerTimeout = Duration.seconds(2);

/** One secondary of one zone. */
interface Line {
  /** True when the zone has changed since it was told last. */
  isDue: boolean;
  /** It is being told, or the spacing lasts. */
  isBusy: boolean;
  /** True from when it was told in vain until it answers: that is said once. */
  isUnheard: boolean;
  timer: Timer | undefined;
  /** Ends a pause between two tries. */
  wake: (() => void) | undefined;
}

function newLine(): Line {
  return { isDue: false, isBusy: false, isUnheard: false, timer: undefined, wake: undefined };
}

export class Notifier implements Running {
  readonly #ports: NotifierPorts;
  readonly #lines = new Map<string, Line>();
  readonly #stopping = new AbortController();

  constructor(ports: NotifierPorts) {
    this.#ports = ports;
  }

  /** To be called when a zone has changed, and at the start for each zone that has secondaries. */
  changed(apex: OwnerName): void {
    if (this.#stopping.signal.aborted) return;
    for (const secondary of this.#ports.secondariesOf(apex)) {
      const key = `${apex.key} ${formatEndpoint(secondary.endpoint)}`;
      const line = this.#lines.getOrInsertComputed(key, () => newLine());
      line.isDue = true;
      line.wake?.();
      if (!line.isBusy) void this.#tell(apex, secondary, line);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { timer } of this.#lines.values()) timer?.cancel();
    this.#lines.clear();
  }

  async #tell(apex: OwnerName, secondary: Secondary, line: Line): Promise<void> {
    line.isBusy = true;
    line.isDue = false;
    const isHeard = await this.#tryToTell(apex, secondary, line);
    if (this.#stopping.signal.aborted) return;
    const isNews = isHeard === false && !line.isUnheard;
    if (isHeard !== undefined) line.isUnheard = !isHeard;
    if (isNews) this.#ports.onUnheard({ zone: apex, endpoint: secondary.endpoint });
    line.timer = this.#ports.clock.after(spacing, () => {
      line.isBusy = false;
      const place = formatEndpoint(secondary.endpoint);
      const present = this.#ports.secondariesOf(apex).find(({ endpoint }) => formatEndpoint(endpoint) === place);
      if (line.isDue && present !== undefined) void this.#tell(apex, present, line);
    });
  }

  /** True when it has answered, undefined when there is nothing to tell any more. */
  async #tryToTell(apex: OwnerName, secondary: Secondary, line: Line): Promise<boolean | undefined> {
    const { datagrams, view } = this.#ports;
    for (const wait of patience) {
      const start = view.rrset(apex, "SOA");
      if (start === undefined) return undefined;
      line.isDue = false;
      const { octets, isAnswer } = this.#message(apex, start, secondary);
      const limits = { timeout: answerTimeout, signal: this.#stopping.signal };
      const answer = await datagrams.exchange(secondary.endpoint, octets, isAnswer, limits);
      if (answer.ok) return true;
      if (this.#stopping.signal.aborted) return undefined;
      // An unreachable port answers at once; the next try is no better before its time, unless there is more to tell.
      const waited = answer.code === "timed-out" ? answerTimeout : Duration.zero;
      await this.#pause(Duration.milliseconds(wait - waited), line);
      if (this.#stopping.signal.aborted) return undefined;
    }
    return false;
  }

  /** Waits; when the zone changes meanwhile no longer than the spacing. */
  async #pause(length: Duration, line: Line): Promise<void> {
    const least = Duration.milliseconds(Math.min(length, spacing));
    await this.#wait(least, line, false);
    if (line.isDue || this.#stopping.signal.aborted) return;
    await this.#wait(Duration.milliseconds(length - least), line, true);
  }

  #wait(length: Duration, line: Line, mayWake: boolean): Promise<void> {
    if (length <= 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const { signal } = this.#stopping;
    const goOn = (): void => {
      // A secondary may be unreachable for years: nothing of a try may be left.
      signal.removeEventListener("abort", goOn);
      line.timer?.cancel();
      line.wake = undefined;
      resolve();
    };
    signal.addEventListener("abort", goOn);
    line.timer = this.#ports.clock.after(length, goOn);
    if (mayWake) line.wake = goOn;
    return promise;
  }

  /** RFC 1996 §3.7: the SOA is a hint of what is new. */
  #message(
    apex: OwnerName,
    start: RRset,
    { key }: Secondary,
  ): { octets: Uint8Array; isAnswer: (p: Uint8Array) => boolean } {
    const { clock, random } = this.#ports;
    const [high = 0, low = 0] = random.octets(2);
    const id = (high << 8) | low;
    const { owner, type, ttl, rdata } = start;
    const encoded = encodeMessage(
      {
        ...emptyMessage,
        id,
        opcode: "NOTIFY",
        flags: { ...noFlags, aa: true },
        question: [{ name: apex, type: "SOA", class: "IN" }],
        answer: rdata.map((octets) => ({ owner, type, class: "IN", ttl, rdata: octets })),
      },
      1_232,
    );
    const bare = encoded.ok ? encoded.value.octets : new Uint8Array(0);
    const signed = key === undefined ? { octets: bare, mac: undefined } : signMessage(bare, key, { now: clock.now() });
    const isAnswer = (payload: Uint8Array): boolean => {
      const answer = decodeMessage(payload);
      if (!answer.ok || answer.value.id !== id || !answer.value.flags.qr || answer.value.opcode !== "NOTIFY")
        return false;
      if (key === undefined || signed.mac === undefined) return true;
      const verification = verifyMessage(payload, () => key, { now: clock.now(), requestMac: signed.mac });
      // Some secondaries answer unsigned; a forged answer only saves a repetition.
      return verification.kind === "verified" || verification.kind === "unsigned";
    };
    return { octets: signed.octets, isAnswer };
  }
}
