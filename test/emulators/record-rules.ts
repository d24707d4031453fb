import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * What services with single records check before they write, in the words of none of them. Their emulators share it and
 * say in their own words what is wrong.
 */

export type Breach = "no-zone" | "no-record" | "twin" | "alias" | "owner" | "type" | "content" | "ttl";

/** A record as a client describes it. */
export interface Described {
  readonly zone: string;
  /** Relative to the zone; empty and `@` are the apex. */
  readonly relative: string;
  readonly type: string;
  readonly content: string;
  readonly ttl: number;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface Limits {
  readonly minTtl: number;
  readonly maxTtl: number;
}

export class RecordRules {
  readonly store: ZoneStore = new ZoneStore();
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** The records of a zone, in the order of their making. */
  of(zone: string): readonly HeldRecord[] {
    return this.store.held().filter((record) => record.zone === zone);
  }

  create(given: Described): HeldRecord | Breach {
    if (!this.store.zones.includes(given.zone)) return "no-zone";
    const breach = this.#breach(given);
    if (breach !== undefined) return breach;
    const owner = ownerOf(given);
    if (this.store.held(owner, "CNAME").length > 0) return "alias";
    const { zone, type, content, ttl, fields = {} } = given;
    return this.store.add({ zone, owner, type, content, ttl, fields }) ?? "twin";
  }

  /** Writes all parts anew; fields that are not given stay. */
  update(id: string, given: Omit<Described, "zone">): HeldRecord | Breach {
    const present = this.store.find(id);
    if (present === undefined) return "no-record";
    const described = { ...given, zone: present.zone };
    const breach = this.#breach(described);
    if (breach !== undefined) return breach;
    const { type, content, ttl, fields = {} } = given;
    const changed = this.store.change(id, { owner: ownerOf(described), type, content, ttl, fields });
    if (changed === "identical") return "twin";
    return changed ?? "no-record";
  }

  remove(id: string): "no-record" | undefined {
    return this.store.remove(id) ? undefined : "no-record";
  }

  #breach({ relative, type, content, ttl }: Described): Breach | undefined {
    if (!/^(|@|(\*|[a-z0-9_-]+)(\.[a-z0-9_-]+)*)$/.test(relative)) return "owner";
    if (type !== "A" && type !== "AAAA") return "type";
    const shape = type === "A" ? /^\d+\.\d+\.\d+\.\d+$/ : /^[0-9a-f:.]*:[0-9a-f:.]*$/i;
    if (!shape.test(content)) return "content";
    const { minTtl, maxTtl } = this.#limits;
    return Number.isInteger(ttl) && ttl >= minTtl && ttl <= maxTtl ? undefined : "ttl";
  }
}

/** The owner of a record relative to its zone. */
export function relativeTo(record: HeldRecord, apexText: string): string {
  return record.owner === record.zone ? apexText : record.owner.slice(0, -record.zone.length - 1);
}

function ownerOf({ relative, zone }: Pick<Described, "relative" | "zone">): string {
  return relative === "" || relative === "@" ? zone : `${relative}.${zone}`;
}

/** Rows of a page counted from 1; undefined for a page or size the service does not accept. */
export function pageOf<T>(rows: readonly T[], page: number, size: number, largest: number): readonly T[] | undefined {
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > largest) return undefined;
  return rows.slice((page - 1) * size, page * size);
}
