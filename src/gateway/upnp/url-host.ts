import { Address } from "../../core/address.ts";

/** The address a URL names as its host; undefined for a name. URLs hold addresses in one form only, brackets aside. */
export function hostAddressOf(url: URL): Address | undefined {
  const address = Address.parse(url.hostname.replace(/^\[|\]$/g, ""));
  return address.ok ? address.value : undefined;
}
