import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * What services with whole RRsets check before they write, in the words of none of them. Their emulators share it and
 * say in their own words what is wrong.
 */

export type RRsetBreach = "no-zone" | "absent" | "present" | "alias" | "owner" | "type" | "value" | "ttl";

export interface RRset {
  readonly zone: string;
  /** The full name, without final dot. */
  readonly owner: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RRsetLimits {
  readonly minTtl: number;
  readonly maxTtl: number;
  readonly mostValues: number;
}

export class RRsetRules {
  readonly store: ZoneStore = new ZoneStore();
  readonly #limits: RRsetLimits;

  constructor(limits: RRsetLimits) {
    this.#limits = limits;
  }

  /** The RRset of an owner and type in a zone. */
  find(zone: string, owner: string, type: string): RRset | undefined {
    const held = this.#held(zone, owner, type);
    const [first] = held;
    if (first === undefined) return undefined;
    return { zone, owner, type, ttl: first.ttl, values: held.map(({ content }) => content), fields: first.fields };
  }

  /** Makes an RRset, or replaces one; `mode` refuses the one or the other. */
  put(rrset: RRset, mode: "create" | "replace" | "either"): RRsetBreach | undefined {
    const breach = this.#breach(rrset);
    if (breach !== undefined) return breach;
    const present = this.#held(rrset.zone, rrset.owner, rrset.type);
    if (mode === "create" && present.length > 0) return "present";
    if (mode === "replace" && present.length === 0) return "absent";
    if (this.store.held(rrset.owner, "CNAME").length > 0) return "alias";
    for (const { id } of present) this.store.remove(id);
    const { values, ...rest } = rrset;
    for (const content of values) this.store.add({ ...rest, content });
    return undefined;
  }

  remove(zone: string, owner: string, type: string): "no-zone" | "absent" | undefined {
    if (!this.store.zones.includes(zone)) return "no-zone";
    const present = this.#held(zone, owner, type);
    for (const { id } of present) this.store.remove(id);
    return present.length === 0 ? "absent" : undefined;
  }

  #held(zone: string, owner: string, type: string): readonly HeldRecord[] {
    return this.store.held(owner, type).filter((record) => record.zone === zone);
  }

  #breach({ zone, owner, type, ttl, values }: RRset): RRsetBreach | undefined {
    if (!this.store.zones.includes(zone)) return "no-zone";
    if (owner !== zone && !owner.endsWith(`.${zone}`)) return "owner";
    if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(owner)) return "owner";
    if (type !== "A" && type !== "AAAA") return "type";
    const shape = type === "A" ? /^\d+\.\d+\.\d+\.\d+$/ : /^[0-9a-f:.]*:[0-9a-f:.]*$/i;
    if (values.length === 0 || values.length > this.#limits.mostValues) return "value";
    if (new Set(values).size < values.length || values.some((value) => !shape.test(value))) return "value";
    return Number.isInteger(ttl) && ttl >= this.#limits.minTtl && ttl <= this.#limits.maxTtl ? undefined : "ttl";
  }
}
