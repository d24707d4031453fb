import { failure, ok, type Result } from "../../core/result.ts";
import { acceptedUrl, type UpnpLink } from "./link.ts";
import { shown } from "./shown.ts";
import { hostAddressOf } from "./url-host.ts";
import { childOf, findElement, textOf, type XmlElement } from "./xml.ts";

/**
 * What a router's device description says: which services it has and where they are. UPnP Device Architecture 1.1 §2
 *
 * The descriptions of the services themselves are not read: routers list actions there that they answer with error 401,
 * and have others that they do not list. Asking tells.
 */

export interface UpnpService {
  /** As the router wrote it; actions are named by it. */
  readonly type: string;
  /** The part of the type that says what it is, for instance `WANIPConnection`. */
  readonly name: string;
  readonly version: number;
  readonly controlUrl: URL;
  /** Undefined where it tells of no events. */
  readonly eventUrl: URL | undefined;
}

export interface DeviceDescription {
  /** Printable and short; for people. */
  readonly label: string;
  /** `uuid:…` of the root device; empty where it has none. */
  readonly udn: string;
  readonly services: readonly UpnpService[];
}

export interface DescriptionFailure {
  readonly code: "not-a-description";
  readonly detail: string;
}

/**
 * Reads a description.
 *
 * Addresses in it are held to the host it came from: a service elsewhere is left out, and a `URLBase` elsewhere (left
 * over from before the LAN was renumbered, or `0.0.0.0`) gives way to where the description was found.
 *
 * @param location the URL it came from.
 */
export function readDescription(
  root: XmlElement,
  location: URL,
  link: UpnpLink,
): Result<DeviceDescription, DescriptionFailure> {
  // Some leave `root` out, some wrap it.
  const device = findElement(root, ({ name }) => name === "device");
  if (device === undefined)
    return failure({ code: "not-a-description", detail: `holds a ${shown(root.name)}, no device` });
  const sender = hostAddressOf(location) ?? link.gateway;
  const told = acceptedUrl(textOf(root, "urlbase") ?? "", sender, link);
  const base = told?.hostname === location.hostname ? told : location;
  const label = shown(textOf(device, "friendlyname") ?? textOf(device, "modelname") ?? "");
  return ok({ label, udn: textOf(device, "udn") ?? "", services: servicesOf(device, base) });
}

/** Those of the device and of the devices within it, in document order. */
function servicesOf(device: XmlElement, base: URL): readonly UpnpService[] {
  const own = (childOf(device, "servicelist")?.children ?? []).map((service) => serviceOf(service, base));
  const inner = (childOf(device, "devicelist")?.children ?? []).flatMap((child) => servicesOf(child, base));
  return [...own.filter((service) => service !== undefined), ...inner];
}

/** Services of vendors (FRITZ!Box has some with the same names, which want a password) and broken ones are undefined. */
function serviceOf(element: XmlElement, base: URL): UpnpService | undefined {
  const type = textOf(element, "servicetype") ?? "";
  const [, name = "", version = ""] = /^urn:schemas-upnp-org:service:(\w+):(\d{1,3})$/i.exec(type) ?? [];
  const controlUrl = urlOf(element, "controlurl", base);
  if (name === "" || controlUrl === undefined) return undefined;
  return { type, name, version: Number(version), controlUrl, eventUrl: urlOf(element, "eventsuburl", base) };
}

/** Relative to the base, which may be an address with nothing behind it; never on another host. */
function urlOf(element: XmlElement, name: string, base: URL): URL | undefined {
  const text = textOf(element, name);
  if (text === undefined) return undefined;
  const url = URL.parse(text, base.href);
  const isThere =
    url?.protocol === "http:" && url.hostname === base.hostname && url.username === "" && url.port !== "0";
  return isThere ? url : undefined;
}
