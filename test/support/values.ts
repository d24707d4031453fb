import { Address } from "../../src/core/address.ts";
import { OwnerName } from "../../src/core/name.ts";
import { Prefix } from "../../src/core/prefix.ts";
import { ttlOf, type Ttl } from "../../src/core/ttl.ts";
import { expectOk } from "./expect-ok.ts";

/** Short spellings of values that tests write often; each refuses what is not one. */

export function name(text: string): OwnerName {
  return expectOk(OwnerName.parse(text));
}

export function address(text: string): Address {
  return expectOk(Address.parse(text));
}

export function prefix(text: string): Prefix {
  return expectOk(Prefix.parse(text));
}

export function ttl(seconds: number): Ttl {
  return expectOk(ttlOf(seconds));
}
