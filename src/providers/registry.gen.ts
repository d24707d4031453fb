// Written by scripts/generate.ts from the files of this folder; not edited by hand.
import type { ProviderDeclaration } from "../core/provider.ts";

/** Loads each declaration when it is asked for, so that an agent pays only for the providers it uses. */
export const registry: Readonly<Record<string, () => Promise<{ readonly provider: ProviderDeclaration }>>> = {
  "alidns": () => import("./alidns.ts"),
  "allinkl": () => import("./allinkl.ts"),
  "cloudflare": () => import("./cloudflare.ts"),
  "custom": () => import("./custom.ts"),
  "ddnss": () => import("./ddnss.ts"),
  "dnsomatic": () => import("./dnsomatic.ts"),
  "do-de": () => import("./do-de.ts"),
  "duckdns": () => import("./duckdns.ts"),
  "dyndns": () => import("./dyndns.ts"),
  "dyndns2": () => import("./dyndns2.ts"),
  "dynu": () => import("./dynu.ts"),
  "dynv6": () => import("./dynv6.ts"),
  "freedns": () => import("./freedns.ts"),
  "freemyip": () => import("./freemyip.ts"),
  "goip": () => import("./goip.ts"),
  "he": () => import("./he.ts"),
  "holdfast": () => import("./holdfast.ts"),
  "infomaniak": () => import("./infomaniak.ts"),
  "inwx": () => import("./inwx.ts"),
  "loopia": () => import("./loopia.ts"),
  "namecheap": () => import("./namecheap.ts"),
  "njalla": () => import("./njalla.ts"),
  "noip": () => import("./noip.ts"),
  "regfish": () => import("./regfish.ts"),
  "rfc2136": () => import("./rfc2136.ts"),
  "selfhost": () => import("./selfhost.ts"),
  "spdyn": () => import("./spdyn.ts"),
  "strato": () => import("./strato.ts"),
};
