import type { Clock } from "../../src/core/clock.ts";
import { wait } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import { families, type Family } from "../../src/core/family.ts";
import type { OwnerName } from "../../src/core/name.ts";
import type { Failed, FailCode, Outcome, Rejected, RejectCode, Unconfirmed } from "../../src/core/outcome.ts";
import type {
  ActualRecord,
  ActualRRset,
  ProviderZone,
  PushOutcome,
  PushRequest,
  PushService,
  ReadFailure,
  RRsetChange,
  Settings,
  ZoneApi,
} from "../../src/core/provider.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { addressRdata, addressType, sameRdata } from "../../src/core/rrset.ts";

/** Providers with state that can be told to fail in each way there is. */

/** What one coming call does instead of working. */
export type Mishap =
  | { readonly does: "fail"; readonly code: FailCode; readonly retryAfter?: Duration }
  | { readonly does: "reject"; readonly code: RejectCode }
  /** The request arrives and takes effect, its reply does not come back. */
  | { readonly does: "lose-reply" }
  /** The request is lost, which the sender cannot tell from a lost reply. */
  | { readonly does: "lose-request" }
  /** No answer ever; ends when the signal is aborted. The request took effect. */
  | { readonly does: "hang" }
  /** A bug of ours in the provider's code. */
  | { readonly does: "throw" };

export type Call = "zones" | "zoneOf" | "read" | "write";

/** The part both shapes share: latency, counting, mishaps. */
class FakeService {
  readonly #clock: Clock;
  /** How long each call takes. */
  latency: Duration = Duration.zero;
  /** Calls so far, in order. */
  readonly calls: Call[] = [];
  readonly #mishaps: { readonly call: Call; readonly mishap: Mishap }[] = [];
  /** Most calls under way at the same time. */
  largestOverlap = 0;
  /** Looks at every call when it arrives. */
  onCall: (call: Call, owner: OwnerName | undefined, type: RRType | undefined) => void = () => undefined;
  #running = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next call of that kind goes wrong so; several wait in line. */
  will(call: Call, mishap: Mishap): void {
    this.#mishaps.push({ call, mishap });
  }

  /** Forgets mishaps that have not happened. */
  heal(): void {
    this.#mishaps.length = 0;
  }

  count(call: Call): number {
    return this.calls.filter((made) => made === call).length;
  }

  protected async call<T>(
    call: Call,
    signal: AbortSignal | undefined,
    work: () => T,
    owner?: OwnerName,
    type?: RRType,
  ): Promise<T | Rejected | Failed | Unconfirmed> {
    this.calls.push(call);
    this.onCall(call, owner, type);
    this.#running += 1;
    this.largestOverlap = Math.max(this.largestOverlap, this.#running);
    try {
      return await this.#attempt(call, signal, work);
    } finally {
      this.#running -= 1;
    }
  }

  async #attempt<T>(
    call: Call,
    signal: AbortSignal | undefined,
    work: () => T,
  ): Promise<T | Rejected | Failed | Unconfirmed> {
    const at = this.#mishaps.findIndex((one) => one.call === call);
    const mishap = at < 0 ? undefined : this.#mishaps.splice(at, 1)[0]?.mishap;
    if (mishap?.does === "throw") throw new Error("a bug in a provider");
    if (mishap?.does === "hang") {
      work();
      await new Promise<void>((resolve) => {
        if (signal?.aborted === true) resolve();
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
      return { kind: "failed", code: "aborted", detail: "cut short" };
    }
    if (this.latency > 0 && !(await wait(this.#clock, this.latency, signal))) {
      return { kind: "failed", code: "aborted", detail: "cut short" };
    }
    switch (mishap?.does) {
      case undefined:
        return work();
      case "fail": {
        const { code, retryAfter } = mishap;
        return { kind: "failed", code, detail: "as told", ...(retryAfter === undefined ? {} : { retryAfter }) };
      }
      case "reject":
        return { kind: "rejected", code: mishap.code, detail: "as told" };
      case "lose-reply":
        work();
        return { kind: "unconfirmed", code: "timed-out", detail: "reply lost" };
      case "lose-request":
        return { kind: "unconfirmed", code: "timed-out", detail: "request lost" };
    }
  }
}

function isOutcome(value: unknown): value is Rejected | Failed | Unconfirmed {
  return typeof value === "object" && value !== null && "kind" in value && "code" in value;
}

/** A zone-api of one zone that addresses single records. */
export class FakeZoneApi extends FakeService implements ZoneApi {
  readonly kind = "zone-api";
  readonly zone: ProviderZone;
  /** Records by `owner/type`. */
  readonly records: Map<string, readonly ActualRecord[]> = new Map();
  isMasked = false;
  #nextId = 1;

  constructor(clock: Clock, apex: OwnerName) {
    super(clock);
    this.zone = { apex, id: "zone-1" };
  }

  at(owner: OwnerName, type: RRType): readonly ActualRecord[] {
    return this.records.get(`${owner.key}/${type}`) ?? [];
  }

  /** Puts records there as another administrator would. */
  plant(owner: OwnerName, type: RRType, records: readonly ActualRecord[]): void {
    this.records.set(`${owner.key}/${type}`, records);
  }

  async zones(signal?: AbortSignal): Promise<Result<readonly ProviderZone[], ReadFailure>> {
    return readResult(await this.call("zones", signal, () => [this.zone]));
  }

  async zoneOf(owner: OwnerName, signal?: AbortSignal): Promise<Result<ProviderZone, ReadFailure>> {
    const zone = await this.call("zoneOf", signal, () => this.zone, owner);
    if (!isOutcome(zone) && !owner.isAtOrBelow(zone.apex)) {
      return failure({ outcome: { kind: "rejected", code: "zone-not-found", detail: owner.hostname } });
    }
    return readResult(zone);
  }

  async read(
    _zone: ProviderZone,
    owner: OwnerName,
    type: RRType,
    _options: Settings,
    signal?: AbortSignal,
  ): Promise<Result<ActualRRset, ReadFailure>> {
    const { isMasked } = this;
    const read = (): ActualRRset => ({ records: this.at(owner, type), isMasked });
    return readResult(await this.call("read", signal, read, owner, type));
  }

  async apply(_zone: ProviderZone, change: RRsetChange, signal?: AbortSignal): Promise<Outcome> {
    return this.call("write", signal, () => this.#perform(change), change.owner, change.type);
  }

  #perform(change: RRsetChange): Outcome {
    const before = this.at(change.owner, change.type);
    const held = [...before];
    const set = Object.fromEntries(Object.entries(change.options).filter(([, value]) => value !== undefined));
    for (const edit of change.edits) {
      if (edit.kind === "create") {
        held.push({ id: `${this.#nextId}`, rdata: edit.rdata, ttl: change.ttl, fields: set });
        this.#nextId += 1;
        continue;
      }
      const at = held.findIndex((record) => record.id === edit.record.id);
      const record = held[at];
      if (record === undefined) return { kind: "failed", code: "precondition-lost", detail: "no such record" };
      if (edit.kind === "delete") held.splice(at, 1);
      else {
        held[at] = {
          ...record,
          rdata: edit.rdata,
          ttl: change.ttl ?? record.ttl,
          fields: { ...record.fields, ...set },
        };
      }
    }
    const after = held.map((record) => record.rdata);
    if (!sameRdata(after, change.after)) throw new Error("the edits do not lead to what the change announces");
    this.plant(change.owner, change.type, held);
    const { owner, type } = change;
    return { kind: "updated", changes: [{ owner, type, before: before.map((record) => record.rdata), after }] };
  }
}

/** A service that is told addresses and cannot be asked. */
export class FakePushService extends FakeService implements PushService {
  readonly kind = "push";
  /** RDATA by `owner/type`. */
  readonly records: Map<string, readonly Uint8Array[]> = new Map();
  readonly requests: PushRequest[] = [];
  /** A family that is told in a request of its own, which the service refuses. */
  refuses: { readonly family: Family; readonly code: RejectCode } | undefined;

  at(owner: OwnerName, type: RRType): readonly Uint8Array[] {
    return this.records.get(`${owner.key}/${type}`) ?? [];
  }

  plant(owner: OwnerName, type: RRType, rdata: readonly Uint8Array[]): void {
    this.records.set(`${owner.key}/${type}`, rdata);
  }

  async push(request: PushRequest, signal?: AbortSignal): Promise<PushOutcome> {
    this.requests.push(request);
    return this.call("write", signal, () => this.#performApart(request), request.owner);
  }

  #performApart(request: PushRequest): PushOutcome {
    const { family, code } = this.refuses ?? {};
    if (family === undefined || code === undefined || request.addresses[family] === undefined) {
      return this.#perform(request);
    }
    const refusal = { kind: "rejected", code, detail: "as told" } as const;
    const others = families.filter((other) => other !== family && request.addresses[other] !== undefined);
    const parts = others.map((other) => {
      const addresses = { [other]: request.addresses[other] ?? [] };
      return [other, this.#perform({ ...request, addresses })];
    });
    return { ...refusal, byFamily: { ...Object.fromEntries(parts), [family]: refusal } };
  }

  #perform({ owner, addresses }: PushRequest): Outcome {
    const changes = families.flatMap((family) => {
      const after = addresses[family]?.map(addressRdata);
      const type = addressType(family);
      const before = this.at(owner, type);
      if (after === undefined || sameRdata(before, after)) return [];
      this.plant(owner, type, after);
      return [{ owner, type, before, after }];
    });
    return changes.length === 0 ? { kind: "unchanged" } : { kind: "updated", changes };
  }
}

function readResult<T>(value: T | Rejected | Failed | Unconfirmed): Result<T, ReadFailure> {
  if (!isOutcome(value)) return ok(value);
  // A read that was lost has changed nothing.
  if (value.kind !== "unconfirmed") return failure({ outcome: value });
  return failure({ outcome: { kind: "failed", code: value.code, detail: value.detail } });
}
