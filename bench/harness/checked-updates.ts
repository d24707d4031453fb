import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Administration } from "../../src/core/administration.ts";
import type { UpdateLoad, UpdateLoadResult } from "../load/update-load.ts";
import type { UpdateHost } from "../load/update-requests.ts";
import { DnsAsker } from "./dns-asker.ts";
import { hostName } from "./hosts.ts";
import { Program } from "./program.ts";
import { WrongAnswer } from "./question.ts";

/** Updates whose every answer is looked into, from a process of its own, and whose outcome is asked of DNS. */

/** Hosts with tokens, in files the load reads and writes. */
export interface UpdatedHosts {
  readonly hostFile: string;
  readonly addressFile: string;
  readonly hosts: readonly UpdateHost[];
}

/** Requests to the administrator's socket, or to DNS, that are open at the same time. */
const lanes = 64;

/** Creates hosts, without addresses, in a zone that is there. Their numbers begin with `first`. */
export async function createHosts(
  administration: Administration,
  first: number,
  count: number,
  folder: string,
): Promise<UpdatedHosts> {
  const hosts: UpdateHost[] = [];
  await inLanes(count, async (index) => {
    const issued = await administration.addHost(hostName(first + index));
    if (!issued.ok) throw new Error(JSON.stringify(issued));
    hosts[index] = issued.value;
  });
  const files = { hostFile: join(folder, "hosts.json"), addressFile: join(folder, "addresses.json") };
  writeFileSync(files.hostFile, JSON.stringify(hosts), { mode: 0o600 });
  writeFileSync(files.addressFile, JSON.stringify(hosts.map(() => null)));
  return { ...files, hosts };
}

/** Runs the load to its end. @throws WrongAnswer for any flaw. */
export async function loadUpdates(load: UpdateLoad, processors: string | undefined): Promise<UpdateLoadResult> {
  const file = join(import.meta.dir, "../load/update-load.ts");
  const program = Program.start([process.execPath, file, JSON.stringify(load)], processors);
  const result = JSON.parse(await program.finish()) as UpdateLoadResult;
  if (result.wrong === 0) return result;
  throw new WrongAnswer(`${result.wrong} of ${result.answered} answers are wrong; the first: ${result.firstFlaw}`);
}

/** Asks DNS for every host and compares. @returns how many were compared. @throws WrongAnswer for any difference. */
export async function compareWithDns({ hosts, addressFile }: UpdatedHosts, dnsPort: number): Promise<number> {
  const addresses = JSON.parse(readFileSync(addressFile, "utf8")) as readonly (string | null)[];
  const asker = await DnsAsker.open(dnsPort);
  await inLanes(hosts.length, async (index) => {
    const [name, acknowledged] = [hosts[index]?.name ?? "", addresses[index] ?? undefined];
    const answered = await asker.ask(name);
    if (answered !== acknowledged?.split(",")[0])
      throw new WrongAnswer(`${name} has ${acknowledged}, DNS says ${answered}`);
  });
  await asker.close();
  return hosts.length;
}

/** Calls with 0, 1, … below `count`, some at the same time. */
async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
