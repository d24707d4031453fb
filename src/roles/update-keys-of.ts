import type { ServerConfig } from "../config/config.ts";
import { assert } from "../core/assert.ts";
import { UpdateKeys } from "../updates/dns-update/update-keys.ts";
import { TsigKey } from "../wire/tsig-key.ts";

/** The keys a configuration lists, in the form the door for DNS UPDATE looks them up in. */
export function updateKeysOf({ keys }: ServerConfig): UpdateKeys {
  return new UpdateKeys(
    keys.map(({ name, algorithm, secret, update }) => {
      const key = TsigKey.of(name, algorithm, secret);
      assert(key.ok, "the configuration was checked with the same reader");
      return { key: key.value, rights: update };
    }),
  );
}
