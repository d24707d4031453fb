import { Address } from "../core/address.ts";
import { type AddressScope, scopeOf } from "../core/address-scope.ts";
import { families, type Family } from "../core/family.ts";
import type { ExposeConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { formatKeyPath } from "./key-path.ts";
import { nearest } from "./nearest.ts";
import { wrong } from "./settle-value.ts";

/** Ports to let through: a text such as `tcp/445`, or a map with what a text cannot say. */

const transports = ["tcp", "udp"] as const;

const largestPort = 65_535;

/** Addresses that are no other host's of this network. */
const notAHost: ReadonlySet<AddressScope> = new Set([
  "unspecified",
  "loopback",
  "multicast",
  "broadcast",
  "link-local",
]);

export function settleExpose(list: Cursor): readonly ExposeConfig[] {
  const settled = list.items.flatMap((place) => {
    const exposure = settleExposure(place);
    return exposure === undefined ? [] : [{ place, exposure }];
  });
  checkHoles(settled);
  return settled.map(({ exposure }) => exposure);
}

/** Undefined, with a problem, when a part is wrong. */
function settleExposure(place: Cursor): ExposeConfig | undefined {
  const isMap = place.text === undefined;
  const port = settlePort(isMap ? place.at("port") : place);
  if (!isMap) return port && { ...port, externalPort: port.port, to: undefined, families };
  const to = settleHost(place.at("to"));
  const chosen = settleFamilies(place.at("family"), to);
  const external = place.at("external");
  if (external.isWritten && chosen?.includes("ipv4") === false) external.reportKey("external-port-untranslated", {});
  if (port === undefined || chosen === undefined || (to === undefined && place.at("to").isWritten)) return undefined;
  return { ...port, externalPort: external.number ?? port.port, to, families: chosen };
}

function settlePort(value: Cursor): Pick<ExposeConfig, "transport" | "port"> | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  // The other order is what container tools write.
  const match = /^([A-Za-z]+)\/(\d{1,6})$|^(\d{1,6})\/([A-Za-z]+)$/.exec(text);
  const port = Number(match?.[2] ?? match?.[3]);
  if (match === null) return wrong(value, "port");
  const transport = transports.find((one) => one === match[1]);
  if (transport === undefined) {
    const allowed = transports.map((one) => `${one}/${port}`);
    const meant = nearest((match[1] ?? match[4] ?? "").toLowerCase(), transports);
    value.report("not-allowed", { found: value.found(true), allowed, nearest: meant && `${meant}/${port}` });
    return undefined;
  }
  if (port >= 1 && port <= largestPort) return { transport, port };
  value.report("out-of-range", { found: value.found(true), min: `${transport}/1`, max: `${transport}/${largestPort}` });
  return undefined;
}

function settleHost(value: Cursor): Address | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const parsed = Address.parse(text);
  return parsed.ok && !notAHost.has(scopeOf(parsed.value)) ? parsed.value : wrong(value, "host-address");
}

/** Another host is reached by the family of the address it is known by; the same host's other address is not known. */
function settleFamilies(value: Cursor, to: Address | undefined): readonly Family[] | undefined {
  const wished = value.choice(["ipv4", "ipv6", "both"]);
  if (to === undefined) return wished === undefined || wished === "both" ? families : [wished];
  if (wished === undefined || wished === to.family) return [to.family];
  value.report("not-allowed", { found: value.found(true), allowed: [to.family], nearest: undefined });
  return undefined;
}

/** Two entries for one hole would take it from each other for ever, and so would two that want the same port outside. */
function checkHoles(settled: readonly { readonly place: Cursor; readonly exposure: ExposeConfig }[]): void {
  const inside = new Map<string, string>();
  const outside = new Map<string, string>();
  for (const { place, exposure } of settled) {
    const { transport, port, externalPort, to } = exposure;
    const path = formatKeyPath(place.path);
    for (const family of exposure.families) {
      const hole = `${family} ${transport} ${to ?? ""} ${port}`;
      const first = inside.get(hole);
      const taken = family === "ipv4" ? outside.get(`${transport}/${externalPort}`) : undefined;
      if (first !== undefined) {
        place.report("exposure-repeated", { port: `${transport}/${port}`, family, first });
        break;
      }
      if (taken !== undefined) {
        place.report("external-port-repeated", { port: `${transport}/${externalPort}`, first: taken });
        break;
      }
      inside.set(hole, path);
      if (family === "ipv4") outside.set(`${transport}/${externalPort}`, path);
    }
  }
}
