import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { canonicalRdata, type RRset } from "../core/rrset.ts";
import { isMetaType, type RRType } from "../core/rr-type.ts";
import { compareSerials, type SoaSerial } from "../core/serial.ts";
import type { Ttl } from "../core/ttl.ts";
import { checkRdata, decodeRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import type { ResourceRecord } from "../wire/record.ts";

/** Puts together the records of a transfer that comes in; trusts none of them. RFC 5936 §2.2, RFC 1995 §4 */

/** What is asked of a primary. */
export interface TransferWish {
  readonly apex: OwnerName;
  /** The serial that is here, when only what has changed since is wanted (IXFR); undefined wants everything (AXFR). */
  readonly since: SoaSerial | undefined;
}

/** What one step of a difference takes away and brings. */
export interface DifferenceStep {
  readonly to: SoaSerial;
  readonly removed: readonly ResourceRecord[];
  readonly added: readonly ResourceRecord[];
}

/** What a transfer came to. */
export type Received =
  /** The primary has nothing newer; its serial may be older. */
  | { readonly kind: "nothing-new"; readonly serial: SoaSerial }
  /** The SOA is among the RRsets. */
  | { readonly kind: "whole"; readonly serial: SoaSerial; readonly rrsets: readonly RRset[] }
  | {
      readonly kind: "difference";
      readonly serial: SoaSerial;
      readonly start: RRset;
      readonly steps: readonly DifferenceStep[];
    };

/** Why records are not the transfer of a zone. */
export interface UnfitRecords {
  /**
   * - `wrong-zone`: the SOA of another zone, or something else where the SOA belongs.
   * - `wrong-class`: not class IN.
   * - `record-outside`: an owner that is not in the zone.
   * - `record-unfit`: a type or RDATA that no zone can hold.
   * - `order-wrong`: not the order of a transfer, or serials that do not follow each other.
   */
  readonly code: "wrong-zone" | "wrong-class" | "record-outside" | "record-unfit" | "order-wrong";
  readonly detail: string;
}

type Taken = Result<void, UnfitRecords>;

const taken = ok(undefined);

export class IncomingRecords {
  readonly #wish: TransferWish;
  #state: "first" | "second" | "whole" | "removing" | "adding" | "end" = "first";
  #start: { readonly record: ResourceRecord; readonly serial: SoaSerial } | undefined;
  readonly #sets = new Map<string, { owner: OwnerName; type: RRType; ttl: Ttl; rdata: Uint8Array[] }>();
  readonly #steps: { to: SoaSerial; removed: ResourceRecord[]; added: ResourceRecord[] }[] = [];
  #received: Received | undefined;

  constructor(wish: TransferWish) {
    this.#wish = wish;
  }

  /** What came; undefined while more must come. */
  get received(): Received | undefined {
    return this.#received;
  }

  take(record: ResourceRecord): Taken {
    const unfit = this.#unfit(record);
    if (unfit !== undefined) return failure(unfit);
    const serial = record.type === "SOA" ? serialIn(record) : undefined;
    switch (this.#state) {
      case "first":
        return this.#takeFirst(record, serial);
      case "second":
        return this.#takeSecond(record, serial);
      case "whole":
        if (serial !== undefined) return this.#endWhole(serial);
        this.#collect(record);
        return taken;
      case "removing":
        return this.#takeRemoved(record, serial);
      case "adding":
        return this.#takeAdded(record, serial);
      case "end":
        return orderWrong("records behind the end");
    }
  }

  #unfit({ owner, type, class: rrClass, rdata }: ResourceRecord): UnfitRecords | undefined {
    const { apex } = this.#wish;
    const detail = `${owner.hostname} ${type}`;
    if (rrClass !== "IN") return { code: "wrong-class", detail: `${detail}, class ${rrClass}` };
    if (type === "SOA" && !owner.equals(apex)) return { code: "wrong-zone", detail };
    if (!owner.isAtOrBelow(apex)) return { code: "record-outside", detail };
    if (isMetaType(type) || !checkRdata(type, rdata).ok) return { code: "record-unfit", detail };
    return undefined;
  }

  #takeFirst(record: ResourceRecord, serial: SoaSerial | undefined): Taken {
    const { since } = this.#wish;
    if (serial === undefined) return failure({ code: "wrong-zone", detail: `${record.owner.hostname} ${record.type}` });
    this.#start = { record, serial };
    this.#state = "second";
    // RFC 1995 §2: one SOA alone, when there is nothing newer.
    if (since !== undefined && compareSerials(serial, since) !== 1) this.#end({ kind: "nothing-new", serial });
    return taken;
  }

  /** Tells a difference from a whole zone. RFC 1995 §4 */
  #takeSecond(record: ResourceRecord, serial: SoaSerial | undefined): Taken {
    const { since } = this.#wish;
    if (serial !== undefined && since !== undefined && serial === since) {
      this.#state = "removing";
      return this.#beginStep(serial);
    }
    if (this.#start !== undefined) this.#collect(this.#start.record);
    if (serial !== undefined) return this.#endWhole(serial);
    this.#state = "whole";
    this.#collect(record);
    return taken;
  }

  #endWhole(serial: SoaSerial): Taken {
    if (serial !== this.#start?.serial) return orderWrong(`ends with serial ${serial}`);
    const rrsets = [...this.#sets.values()].map((set) => ({ ...set, rdata: canonicalRdata(set.rdata) }));
    this.#end({ kind: "whole", serial, rrsets });
    return taken;
  }

  #beginStep(from: SoaSerial): Taken {
    this.#steps.push({ to: from, removed: [], added: [] });
    return taken;
  }

  #takeRemoved(record: ResourceRecord, serial: SoaSerial | undefined): Taken {
    const step = this.#steps.at(-1);
    if (serial === undefined) {
      step?.removed.push(record);
      return taken;
    }
    if (step === undefined || compareSerials(serial, step.to) !== 1) {
      return orderWrong(`serial ${serial} follows ${step?.to}`);
    }
    step.to = serial;
    this.#state = "adding";
    return taken;
  }

  #takeAdded(record: ResourceRecord, serial: SoaSerial | undefined): Taken {
    const step = this.#steps.at(-1);
    if (serial === undefined) {
      step?.added.push(record);
      return taken;
    }
    const start = this.#start;
    if (start === undefined || serial !== step?.to) return orderWrong(`serial ${serial} follows ${step?.to}`);
    if (serial === start.serial) {
      const { owner, type, ttl, rdata } = start.record;
      this.#end({ kind: "difference", serial, start: { owner, type, ttl, rdata: [rdata] }, steps: this.#steps });
      return taken;
    }
    this.#state = "removing";
    return this.#beginStep(serial);
  }

  #collect({ owner, type, ttl, rdata }: ResourceRecord): void {
    const set = this.#sets.getOrInsertComputed(`${owner.key} ${type}`, () => ({ owner, type, ttl, rdata: [] }));
    set.rdata.push(rdata);
  }

  #end(received: Received): void {
    this.#received = received;
    this.#state = "end";
  }
}

/** The serial in an SOA whose RDATA has been checked. */
export function serialIn({ rdata }: Pick<ResourceRecord, "rdata">): SoaSerial | undefined {
  const decoded = decodeRdata(soa, rdata);
  return decoded.ok ? decoded.value.serial : undefined;
}

function orderWrong(detail: string): Taken {
  return failure({ code: "order-wrong", detail });
}
