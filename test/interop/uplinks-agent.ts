import { Duration } from "../../src/core/duration.ts";
import type { Log } from "../../src/core/log.ts";
import type { Verdict } from "../../src/core/verdict.ts";
import { parseSources } from "../../src/detect/source-spec.ts";
import type { Verdicts } from "../../src/reconcile/managed-name.ts";
import { Detection, type DetectionTask, detectOnce } from "../../src/roles/detection.ts";
import { createHostPorts } from "../../src/roles/host-ports.ts";
import { expectOk } from "../support/expect-ok.ts";
import { verdictKey } from "../support/reconcile-values.ts";

/** Detection over two real lines: each asked for itself, then the preferred one's way out is cut. One line per answer. */

const log: Log = { write: () => undefined };
const host = createHostPorts(log);

const sources = [
  "interface",
  "stun:44.128.99.1:3478",
  { type: "http-echo", url: "http://44.128.99.2/", insecure: true },
  "stun:44.128.99.3:3478",
];

function task(uplink: string, interfaceName: string): DetectionTask {
  return {
    key: verdictKey(uplink),
    family: "ipv4",
    specs: expectOk(parseSources(sources, "ipv4")),
    scopes: ["global"],
    quorum: 2,
    uplink: { name: uplink, interfaceName, localAddress: undefined },
  };
}

const tasks = [task("fibre", "eth0"), task("lte", "wwan0")];
const members = tasks.map(({ key }) => ({ task: key, uplink: key }));
const all = { key: verdictKey("all"), use: "all", members } as const;
const first = { key: verdictKey("first"), use: "first", members } as const;

function shown(verdict: Verdict | undefined): string {
  return verdict?.kind === "known" ? verdict.addresses.join(" ") : (verdict?.kind ?? "not yet");
}

const once = await detectOnce(tasks, [all, first], host.sources);
for (const key of ["fibre", "lte", "all", "first"])
  process.stdout.write(`${key}: ${shown(once.get(verdictKey(key)))}\n`);

const heard = Promise.withResolvers<void>();
let last = "";
const detection = new Detection(
  { ...host, log },
  {
    verdictsChanged: (verdicts: Verdicts) => {
      const said = shown(verdicts.get(first.key));
      if (said === last || said === "not yet") return;
      last = said;
      process.stdout.write(`kept: ${said}\n`);
      if (said === "44.128.10.1") Bun.spawn(["ip", "-n", "gw1", "link", "set", "wan", "down"]);
      if (said === "44.128.20.1") heard.resolve();
    },
    networkChanged: () => undefined,
    pollDue: () => undefined,
    happened: () => undefined,
  },
);
await detection.replaceTasks(tasks, Duration.seconds(2), [first]);
await heard.promise;
await detection.stop();
process.exit(0);
