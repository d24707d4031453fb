/**
 * The zones and records an emulated service holds, with the rules such services enforce: a record belongs to a zone, has
 * an identity that is never used again, and no two are identical.
 */

/** One record as the service holds it; names are full, without final dot. */
export interface HeldRecord {
  readonly id: string;
  readonly zone: string;
  readonly owner: string;
  readonly type: string;
  readonly content: string;
  readonly ttl: number;
  /** Option fields, in the service's spelling. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export type NewRecord = Omit<HeldRecord, "id">;

export class ZoneStore {
  readonly zones: string[] = [];
  readonly #records = new Map<string, HeldRecord>();
  #lastId = 0;

  /** All records in the order of their making, or those of one owner and type. */
  held(owner?: string, type?: string): readonly HeldRecord[] {
    return [...this.#records.values()].filter(
      (record) => (owner === undefined || record.owner === owner) && (type === undefined || record.type === type),
    );
  }

  find(id: string): HeldRecord | undefined {
    return this.#records.get(id);
  }

  /** Adds a record; undefined when an identical one exists. */
  add(record: NewRecord): HeldRecord | undefined {
    const isHeld = this.held(record.owner, record.type).some(({ content }) => content === record.content);
    return isHeld ? undefined : this.addTwin(record);
  }

  /** Adds a record, identical to another or not. */
  addTwin(record: NewRecord): HeldRecord {
    this.#lastId += 1;
    const held = { ...record, id: this.#lastId.toString(16).padStart(32, "0") };
    this.#records.set(held.id, held);
    return held;
  }

  /** Changes a record in place; undefined when there is none, `identical` when it would become another's twin. */
  change(id: string, parts: Partial<Omit<NewRecord, "zone">>): HeldRecord | "identical" | undefined {
    const present = this.#records.get(id);
    if (present === undefined) return undefined;
    const changed = { ...present, ...parts, fields: { ...present.fields, ...parts.fields } };
    const twins = this.held(changed.owner, changed.type).filter(({ content }) => content === changed.content);
    if (twins.some((twin) => twin.id !== id)) return "identical";
    this.#records.set(id, changed);
    return changed;
  }

  remove(id: string): boolean {
    return this.#records.delete(id);
  }
}
