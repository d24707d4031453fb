import type { OwnerName } from "../../core/name.ts";
import type { TsigKey } from "../../wire/tsig-key.ts";
import type { UpdateRight } from "./update-rights.ts";

/** A key the configuration lists, and what it is good for. */
export interface UpdateKey {
  readonly key: TsigKey;
  readonly rights: readonly UpdateRight[];
}

/** The keys of a configuration by name. */
export class UpdateKeys {
  readonly #byName: ReadonlyMap<string, UpdateKey>;

  /** No two have the same name. */
  constructor(keys: readonly UpdateKey[]) {
    this.#byName = new Map(keys.map((key) => [key.key.name.key, key]));
  }

  /** True where only hosts can sign. */
  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  find(name: OwnerName): UpdateKey | undefined {
    return this.#byName.get(name.key);
  }
}
