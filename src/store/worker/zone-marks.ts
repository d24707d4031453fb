import { changeSpan } from "../../core/zone-change.ts";

/** For every zone that entries speak of: its last revision and whether it exists. Decides about `expected`. */

interface ZoneMark {
  readonly revision: number;
  readonly isServed: boolean;
}

export class ZoneMarks {
  readonly #marks = new Map<string, ZoneMark>();
  /** What the transaction in progress would make of them. */
  #pending = new Map<string, ZoneMark>();

  /** True when the zone is not as a caller saw it who expects that revision; see `Journal.append`. */
  hasMovedOn(key: string, expected: number): boolean {
    const mark = this.#mark(key);
    return mark !== undefined && mark.revision > expected && (mark.isServed || expected > 0);
  }

  /** Notes an entry; `isServed` is undefined when it neither adds nor removes the zone. */
  note(key: string, revision: number, isServed: boolean | undefined): void {
    this.#pending.set(key, { revision, isServed: isServed ?? this.#mark(key)?.isServed ?? false });
  }

  /** Makes what was noted lasting. */
  keep(): void {
    for (const [key, mark] of this.#pending) this.#marks.set(key, mark);
    this.#pending = new Map();
  }

  /** Forgets what was noted since the last `keep`. */
  drop(): void {
    this.#pending = new Map();
  }

  #mark(key: string): ZoneMark | undefined {
    return this.#pending.get(key) ?? this.#marks.get(key);
  }
}

/** Whether a zone exists after these changes; undefined when they do not say. */
export function servedAfter(changes: Uint8Array): boolean | undefined {
  let isServed: boolean | undefined;
  for (let offset = 0; offset < changes.length; ) {
    const span = changeSpan(changes, offset);
    if (!span.ok) return isServed;
    if (span.value.kind === "zone-added") isServed = true;
    if (span.value.kind === "zone-removed") isServed = false;
    offset = span.value.end;
  }
  return isServed;
}
