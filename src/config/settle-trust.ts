import { X509Certificate } from "node:crypto";
import type { FileReader } from "../core/files.ts";
import type { TrustConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";

/** Certificate authorities of the user's own, for servers whose certificates no public one has signed. */

/** A system's whole list of public authorities is a quarter of it. */
const largestFile = 1_048_576;

/** Read here, so that a missing or broken file is told with its place in the configuration, and not with every request. */
export async function settleTrust(trust: Cursor, files: FileReader): Promise<TrustConfig> {
  const certificates: string[] = [];
  for (const item of trust.at("authorities").items) {
    const path = item.absolutePath;
    if (path !== undefined) certificates.push(...(await readCertificates(item, path, files)));
  }
  return { authorities: certificates.length === 0 ? undefined : certificates.join("\n") };
}

/** The certificates of one file and nothing else that is in it, for instance a private key; none when one is broken. */
async function readCertificates(place: Cursor, path: string, files: FileReader): Promise<readonly string[]> {
  const content = await files.read(path, largestFile);
  if (!content.ok) {
    place.report("authorities-unreadable", { path, detail: content.detail });
    return [];
  }
  const text = new TextDecoder().decode(content.value.octets);
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) place.report("no-certificate", { path });
  const broken = found.findIndex((pem) => !isCertificate(pem));
  if (broken === -1) return found;
  place.report("certificate-broken", { path, ordinal: broken + 1 });
  return [];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== "";
  } catch {
    return false;
  }
}
