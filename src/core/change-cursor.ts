import { assert } from "./assert.ts";
import { ok, type Result } from "./result.ts";
import {
  type ChangeFailure,
  changeKindOf,
  changeSpan,
  decodeChanges,
  endOfChange,
  type ZoneChange,
} from "./zone-change.ts";

/** Changes as they lie on disks, for those who follow many of them and want no object for each. */

export class EncodedChanges {
  readonly octets: Uint8Array;

  private constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  /** Takes octets that are changes from the first to the last. */
  static of(octets: Uint8Array): Result<EncodedChanges, ChangeFailure> {
    let offset = 0;
    while (offset < octets.length) {
      const end = endOfChange(octets, offset);
      if (end < 0) break;
      offset = end;
    }
    const wrong = offset < octets.length ? changeSpan(octets, offset) : undefined;
    if (wrong?.ok === false) return wrong;
    return ok(new EncodedChanges(octets));
  }

  /** All of them as values, made anew each time. */
  decoded(): readonly ZoneChange[] {
    const changes = decodeChanges(this.octets);
    assert(changes.ok, "what was looked at are changes");
    return changes.value;
  }
}

/** Goes from one change to the next. What it says holds until then. */
export class ChangeCursor {
  readonly octets: Uint8Array;
  kind: ZoneChange["kind"] = "zone-removed";
  /** Where the owner's wire form begins; for `zone-added` the serial's base, for `serial-set` the serial. */
  bodyStart = 0;
  #end = 0;

  constructor({ octets }: EncodedChanges) {
    this.octets = octets;
  }

  /** False behind the last one. */
  next(): boolean {
    const start = this.#end;
    if (start >= this.octets.length) return false;
    this.kind = changeKindOf(this.octets, start);
    this.bodyStart = start + 1;
    this.#end = endOfChange(this.octets, start);
    return true;
  }

  /** The number behind the owner, which ends at an offset. */
  typeAt(ownerEnd: number): number {
    return this.#get16(ownerEnd);
  }

  ttlAt(ownerEnd: number): number {
    return this.number32At(ownerEnd + 2);
  }

  /** Views of the RDATA behind an owner. */
  rdataAt(ownerEnd: number): readonly Uint8Array[] {
    const rdata: Uint8Array[] = [];
    for (let at = ownerEnd + 8; at < this.#end; ) {
      const next = at + 2 + this.#get16(at);
      rdata.push(this.octets.subarray(at + 2, next));
      at = next;
    }
    return rdata;
  }

  number32At(offset: number): number {
    return this.#get16(offset) * 0x1_0000 + this.#get16(offset + 2);
  }

  #get16(offset: number): number {
    return ((this.octets[offset] ?? 0) << 8) | (this.octets[offset + 1] ?? 0);
  }
}
