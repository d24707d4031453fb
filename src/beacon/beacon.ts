import type { Address } from "../core/address.ts";
import type { Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import type { Verdict } from "../core/verdict.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import {
  beaconDrifted,
  beaconHeardAgain,
  beaconOverruled,
  beaconPublished,
  beaconRefused,
  beaconSeen,
  beaconSilent,
} from "./beacon.text.ts";
import { type BeaconReport, type BeaconServer, BeaconSession, type SessionPorts } from "./session.ts";
import { type Stance, stanceOf } from "./stance.ts";

/**
 * One name's beacon for one family: says "I am here" every interval and whenever this host's network changes, and passes
 * on what the answers mean.
 */

export interface BeaconTask {
  readonly owner: OwnerName;
  readonly family: Family;
  readonly server: BeaconServer;
  /** Has the owner's name. */
  readonly key: TsigKey;
  readonly interval: Duration;
  /** See `StanceFacts`. */
  readonly mayPublish: boolean;
  readonly mayConfirm: boolean;
}

export interface BeaconPorts extends SessionPorts {
  readonly log: Log;
}

/** What a beacon needs to know of others, and tells them. */
export interface BeaconListener {
  /** The latest for the name and family; undefined before the first. */
  verdict(): Verdict | undefined;
  /** The address may be another than it was: somebody should look. */
  mayHaveChanged(): void;
  /** The record is not what it should be, and whoever keeps it does not know that. */
  isServedOtherwise(): void;
}

/** A server that does not answer or does not want us is asked less and less often, up to this. */
const longestPause = Duration.minutes(5);

/** Misses in a row at the usual interval, since an outage of the line is over sooner than anybody tells. */
const patientMisses = 8;

/** How long to leave alone whoever was told that the record is wrong. */
const complaintPause = Duration.minutes(5);

export class Beacon implements Running {
  readonly #task: BeaconTask;
  readonly #ports: BeaconPorts;
  readonly #listener: BeaconListener;
  readonly #session: BeaconSession;
  readonly #ending = new AbortController();
  readonly #where: { readonly name: string; readonly server: string };
  #timer: Timer | undefined;
  #sending: Promise<void> | undefined;
  /** Something changed while a beacon was under way. */
  #isDueAgain = false;
  #seen: Address | undefined;
  /** The last address that was told to the log, or gave a hint. */
  #told: Address | undefined;
  #hinted: Address | undefined;
  /** What a beacon of ours published against the verdict, and when. */
  #surprise: { readonly address: Address; readonly at: number } | undefined;
  #misses = 0;
  #refusals = 0;
  #lastRefusal: string | undefined;
  #mismatches = 0;
  #lastComplaint: Duration | undefined;

  constructor(task: BeaconTask, ports: BeaconPorts, listener: BeaconListener) {
    this.#task = task;
    this.#ports = ports;
    this.#listener = listener;
    this.#session = new BeaconSession(task.server, task.family, task.key, ports);
    this.#where = { name: task.owner.hostname, server: task.server.host };
    this.#send();
  }

  /** This host's own network is another one: what was heard in the one before says nothing here. */
  networkChanged(): void {
    this.#seen = undefined;
    this.#misses = 0;
    this.#refusals = 0;
    this.#send();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#timer?.cancel();
    await this.#sending;
  }

  #send(): void {
    if (this.#ending.signal.aborted) return;
    if (this.#sending !== undefined) {
      this.#isDueAgain = true;
      return;
    }
    this.#timer?.cancel();
    this.#isDueAgain = false;
    this.#sending = this.#sendOne().finally(() => {
      this.#sending = undefined;
      if (this.#isDueAgain) this.#send();
      else this.#planNext();
    });
  }

  #planNext(): void {
    if (this.#ending.signal.aborted) return;
    this.#timer = this.#ports.clock.after(this.#pause(), () => this.#send());
  }

  /** A little less than the interval, so that hosts do not come to march in step. */
  #pause(): Duration {
    const { interval } = this.#task;
    const doublings = Math.max(this.#refusals, this.#misses - patientMisses, 0);
    const longest = Math.max(interval, longestPause);
    const pause = Math.min(interval * 2 ** Math.min(doublings, 16), longest);
    return Duration.milliseconds(pause * (0.9 + 0.1 * this.#ports.random.fraction()));
  }

  async #sendOne(): Promise<void> {
    this.#settleSurprise();
    const { mayPublish, mayConfirm, family } = this.#task;
    const verdict = this.#listener.verdict();
    const stance = stanceOf({ verdict, seen: this.#seen, mayPublish, mayConfirm });
    const addresses = verdict?.kind === "known" ? verdict.addresses : [];
    const wish = {
      publishes: stance === "publish",
      expected: stance === "confirm" ? addresses.filter((address) => address.family === family) : [],
    };
    const before = this.#seen;
    const report = await this.#session.send(wish, () => this.#miss(), this.#ending.signal);
    if (this.#ending.signal.aborted) return;
    // What was asked in the network before is not what is true in this one.
    if (this.#isDueAgain && before !== undefined && this.#seen === undefined) return;
    this.#receive(report, stance);
  }

  /** The first packet without an answer: perhaps our address is no longer ours. */
  #miss(): void {
    if (this.#misses === 0) this.#listener.mayHaveChanged();
  }

  #receive(report: BeaconReport, stance: Stance): void {
    const { log } = this.#ports;
    switch (report.kind) {
      case "absent":
        // A server of one family is nothing to complain about, and may get the other some day.
        this.#refusals += 1;
        return;
      case "silent":
        this.#misses += 1;
        // One may be lost; the second is news.
        if (this.#misses === 2) log.write(beaconSilent, { ...this.#where, detail: report.detail });
        return;
      case "refused":
        this.#refusals += 1;
        if (this.#lastRefusal !== report.code) log.write(beaconRefused, { ...this.#where, ...report });
        this.#lastRefusal = report.code;
        return;
      case "heard":
        if (this.#misses >= 2 || this.#lastRefusal !== undefined) log.write(beaconHeardAgain, this.#where);
        this.#misses = 0;
        this.#refusals = 0;
        this.#lastRefusal = undefined;
        this.#hear(report, stance);
    }
  }

  #hear({ rcode, seen }: Extract<BeaconReport, { kind: "heard" }>, stance: Stance): void {
    const { clock, log } = this.#ports;
    this.#countMismatch(rcode === "NXRRSET");
    if (seen === undefined) return;
    this.#seen = seen;
    const verdict = this.#listener.verdict();
    const agrees = verdict?.kind === "known" && verdict.addresses.some((address) => address.equals(seen));
    const told = { ...this.#where, address: seen.toString() };
    const isNews = this.#told === undefined || !this.#told.equals(seen);
    this.#told = seen;
    if (stance === "publish" && rcode === "NOERROR" && !agrees) {
      this.#surprise = { address: seen, at: clock.now() };
      log.write(beaconPublished, told);
    } else if (isNews) log.write(beaconSeen, told);
    if (agrees) this.#hinted = undefined;
    else if (verdict !== undefined && (this.#hinted === undefined || !this.#hinted.equals(seen))) {
      // Once for each address: a host behind a VPN is seen elsewhere for good.
      this.#hinted = seen;
      this.#listener.mayHaveChanged();
    }
  }

  /** Looks whether the sources confirmed what a beacon had published before they knew. */
  #settleSurprise(): void {
    const verdict = this.#listener.verdict();
    if (this.#surprise === undefined || verdict?.kind !== "known") return;
    const { address, at } = this.#surprise;
    if (verdict.addresses.some((one) => one.equals(address))) this.#surprise = undefined;
    else if (verdict.at > at) {
      this.#surprise = undefined;
      this.#ports.log.write(beaconOverruled, { name: this.#where.name, address: address.toString() });
      this.#listener.isServedOtherwise();
    }
  }

  /** One mismatch may be a change on its way; the second in a row is one that nobody here made. */
  #countMismatch(isMismatch: boolean): void {
    this.#mismatches = isMismatch ? this.#mismatches + 1 : 0;
    if (this.#mismatches < 2) return;
    const now = this.#ports.clock.monotonic();
    if (this.#lastComplaint !== undefined && now - this.#lastComplaint < complaintPause) return;
    this.#lastComplaint = now;
    this.#ports.log.write(beaconDrifted, this.#where);
    this.#listener.isServedOtherwise();
  }
}
