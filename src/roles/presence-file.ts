import { Address } from "../core/address.ts";
import { Instant } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import { httpDialects, type Transport } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import { replaceFile } from "../platform/replace-file.ts";
import type { Heard, Presence } from "../updates/presence.ts";

/**
 * When hosts were last heard, from one process to the next: written when a server stops, read when one starts. A server
 * that is killed forgets what it heard, and hears it again within a beacon's interval.
 */

/** A line takes some 80 octets, so this is a million hosts. */
const largestFile = 128 * 1_024 * 1_024;

/** Transports by which a host can be heard. */
const transports: readonly Transport[] = [...httpDialects, "dns-update", "beacon"];

export async function readPresence(path: string, files: FileReader): Promise<readonly Heard[]> {
  const file = await files.read(path, largestFile);
  if (!file.ok) return [];
  return new TextDecoder()
    .decode(file.value.octets)
    .split("\n")
    .flatMap((line) => readLine(line) ?? []);
}

/** Nothing is lost but knowledge that renews itself, so a failure stays without consequence. */
export async function writePresence(path: string, presence: Presence): Promise<void> {
  const lines = [...presence.all()].map(
    ({ host, at, transport, peer }) => `${host} ${Instant.format(at)} ${transport} ${peer ?? "-"}\n`,
  );
  await replaceFile(path, lines.join(""), { mode: 0o600 });
}

function readLine(line: string): Heard | undefined {
  const [name = "", time = "", way, from = ""] = line.split(" ");
  const host = OwnerName.parse(name);
  const at = Date.parse(time);
  const transport = transports.find((one) => one === way);
  if (!host.ok || Number.isNaN(at) || transport === undefined) return undefined;
  const peer = Address.parse(from);
  return { host: host.value, at: Instant.ofMs(at), transport, peer: peer.ok ? peer.value : undefined };
}
