import { Duration } from "../core/duration.ts";
import { bilingual } from "../core/language.ts";
import { formatEndpoint } from "../core/net.ts";
import { type RunningDemo, startDemo } from "../roles/demo.ts";
import { demoName, demoZone, machineName, otherAddresses } from "../roles/demo-config.ts";
import { demoFailureText } from "../roles/demo.text.ts";
import { demoStateDirectory } from "../roles/state-place.ts";
import { formatClock } from "../text/time.ts";
import { stateDirectoryOf } from "./open-state.ts";
import { stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";

/** `holdfast demo`: server and agent on loopback. Prints what it did and what to try, and keeps running. */

interface Shown {
  readonly dns: string;
  readonly port: number;
  readonly address: string;
  readonly updates: string;
  readonly page: string;
  readonly file: string;
  readonly state: string;
  readonly home: string;
  readonly machine: string;
  /** Addresses to change to. */
  readonly next: readonly string[];
}

const texts = bilingual({
  en: (shown: Shown) =>
    `Holdfast keeps names in place: a server and an agent run, on loopback only.
  server   zone ${demoZone} answered at ${shown.dns}, updates taken at ${shown.updates}
  agent    ${demoName} = ${shown.home}
           ${machineName} = ${shown.machine}
  ask      dig @${shown.address} -p ${shown.port} ${demoName} A +short
  change   printf '${shown.next.join("\\n")}\\n' > ${shown.file}
           and ask again: the agent saw it, pushed it, and verified the answer
  page     ${shown.page}
  state    ${shown.state}; Ctrl-C ends the demonstration
`,
  "zh-CN": (shown: Shown) =>
    `Holdfast 让名称始终指向正确的地址：服务器与代理正在运行，且仅在本机回环上。
  服务器   区域 ${demoZone} 在 ${shown.dns} 应答，更新入口为 ${shown.updates}
  代理     ${demoName} = ${shown.home}
           ${machineName} = ${shown.machine}
  查询     dig @${shown.address} -p ${shown.port} ${demoName} A +short
  更改     printf '${shown.next.join("\\n")}\\n' > ${shown.file}
           然后再查询：代理已察觉变化、推送更新，并验证了应答
  页面     ${shown.page}
  状态     ${shown.state}；按 Ctrl-C 结束演示
`,
});

/** Between two looks whether the first records are there. */
const pollPause = Duration.milliseconds(25);

const notYet = bilingual({ en: "not known yet", "zh-CN": "尚未得知" });

export const demo: Command = defineCommand({
  operands: [],
  flags: stateFlag,
  examples: [],
  run: async (context, { flags }) => {
    const parent = stateDirectoryOf(context, flags.state);
    if (parent === undefined) return exitStatus.failed;
    const directory = demoStateDirectory(parent);
    const log = context.edge.createLog({ level: "error", format: "pretty" }, context.language);
    const started = await startDemo(directory, {
      host: await context.edge.createPorts(log),
      log,
      pid: context.edge.pid,
      clockTime: (at) => formatClock(at, context.offset),
    });
    if (!started.ok) {
      context.stderr(`${demoFailureText(started, directory, context.language)}\n`);
      return exitStatus.failed;
    }
    await whenFirstShown(started.value, context);
    context.stdout(texts[context.language](shownOf(started.value, directory, context)));
    return untilStopped(started.value, context);
  },
});

/** Waits until all is as it will stay, or a few seconds are over. */
async function whenFirstShown(demo: RunningDemo, { clock }: CommandContext): Promise<void> {
  const end = clock.monotonic() + 5_000;
  const isSettled = (): boolean => {
    const { agent } = demo.holdfast;
    if (agent === undefined) return true;
    const { detection, targets } = agent.summary();
    // Before its first verdict a target is idle as well.
    if (detection.families.length < agent.plan.tasks.length) return false;
    return targets.every(({ state }) => state === "settled" || state === "idle");
  };
  while (!isSettled() && clock.monotonic() < end) {
    await new Promise<void>((resolve) => clock.after(pollPause, resolve));
  }
}

function shownOf(demo: RunningDemo, state: string, context: CommandContext): Shown {
  const targets = demo.holdfast.agent?.summary().targets ?? [];
  const valuesOf = (name: string): string => {
    const values = targets.filter((target) => target.name === name).flatMap(({ confirmed }) => confirmed ?? []);
    return values.join(", ") || notYet[context.language];
  };
  return {
    dns: formatEndpoint(demo.dns),
    port: demo.dns.port,
    address: demo.dns.address.toString(),
    updates: `http://${formatEndpoint(demo.updates)}`,
    page: `http://${formatEndpoint(demo.page)}/`,
    file: demo.addressFile,
    state,
    home: valuesOf(demoName),
    machine: valuesOf(machineName),
    next: otherAddresses(targets.filter(({ name }) => name === demoName).flatMap(({ confirmed }) => confirmed ?? [])),
  };
}

async function untilStopped(demo: RunningDemo, context: CommandContext): Promise<ExitStatus> {
  const asked = Promise.withResolvers<ExitStatus>();
  const watching = context.edge.watchSignals({
    stop: () => asked.resolve(exitStatus.done),
    stopNow: () => context.edge.exitNow(exitStatus.failed),
    reload: () => undefined,
  });
  const broken = demo.holdfast.hasBroken.then(() => exitStatus.failed);
  const status = await Promise.race([asked.promise, broken]);
  await demo.stop();
  await watching.stop();
  return status;
}
