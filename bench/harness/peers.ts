import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { authorityConfigurations, type PeerName } from "../../test/interop/authorities.ts";
import { freePort } from "../../test/interop/free-port.ts";
import { askIpv4 } from "./dns-asker.ts";
import { apex, hostName } from "./hosts.ts";
import { versionOf } from "./machine.ts";
import { Program } from "./program.ts";

/** Knot, NSD and BIND from Debian on the zone of the benchmark, each with one thread for queries. */

export interface RunningPeer {
  readonly peer: PeerName;
  readonly program: Program;
  readonly port: number;
}

export const peers: readonly PeerName[] = ["nsd", "knot", "bind"];

/** Each with the Debian package that brings it. */
export const peerPrograms: readonly (readonly [program: string, debianPackage: string])[] = [
  ["nsd", "nsd"],
  ["knotd", "knot"],
  ["named", "bind9"],
];

export function peerVersions(): Readonly<Record<PeerName, string>> {
  return { nsd: versionOf("nsd", "-v"), knot: versionOf("knotd", "-V"), bind: versionOf("named", "-v") };
}

/** Starts one and waits until it answers. */
export async function startPeer(
  peer: PeerName,
  zoneFile: string,
  parent: string,
  processors: string | undefined,
): Promise<RunningPeer> {
  const folder = join(parent, peer);
  mkdirSync(folder);
  copyFileSync(zoneFile, join(folder, `${apex}.zone`));
  const port = await freePort();
  const { file, text, program, args } = authorityConfigurations[peer](folder, port, [{ apex: `${apex}.`, text: "" }]);
  writeFileSync(join(folder, file), text);
  const started = Program.start([program, ...args], processors);
  await started.until(async () => (await askIpv4(port, hostName(0), 500)) !== undefined);
  return { peer, program: started, port };
}
