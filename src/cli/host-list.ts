import type { Administration, AdministrationFailure, HostSummary } from "../core/administration.ts";
import { bilingual } from "../core/language.ts";
import { ok, type Result } from "../core/result.ts";
import { printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast host list`: the hosts and the addresses they have now. */

const texts = bilingual({
  en: { columns: ["NAME", "IPV4", "IPV6", "ADDED"], none: 'There are no hosts; "holdfast host add NAME" adds one.\n' },
  "zh-CN": {
    columns: ["名称", "IPV4", "IPV6", "添加时间"],
    none: "还没有主机；“holdfast host add NAME”可添加主机。\n",
  },
});

const pageSize = 1_000;

export const hostList: Command = defineCommand({
  operands: [],
  flags: { ...stateFlag, ...jsonFlag },
  examples: [],
  run: (context, { flags }) =>
    administer(context, flags.state, allHosts, (hosts) => {
      const { columns, none } = texts[context.language];
      if (flags.json) context.stdout(`${printableJson(hosts)}\n`);
      else if (hosts.length === 0) context.stdout(none);
      else {
        const rows = hosts.map(({ name, ipv4, ipv6, createdAt }) => [name, ipv4.join(" "), ipv6.join(" "), createdAt]);
        context.stdout(
          `${renderTable(
            columns.map((title) => ({ title })),
            rows,
          )}\n`,
        );
      }
    }),
});

async function allHosts(
  administration: Administration,
): Promise<Result<readonly HostSummary[], AdministrationFailure>> {
  const hosts: HostSummary[] = [];
  for (;;) {
    const page = await administration.hosts(hosts.at(-1)?.name, pageSize);
    if (!page.ok) return page;
    hosts.push(...page.value);
    if (page.value.length < pageSize) return ok(hosts);
  }
}
