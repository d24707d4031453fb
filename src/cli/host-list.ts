import type { Administration, AdministrationFailure, HeardSummary, HostSummary } from "../core/administration.ts";
import { bilingual, type Language } from "../core/language.ts";
import { ok, type Result } from "../core/result.ts";
import { transportNames } from "../roles/origin.text.ts";
import { printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast host list`: the hosts and the addresses they have now. */

const texts = bilingual({
  en: {
    columns: ["NAME", "IPV4", "IPV6", "ADDED", "LAST HEARD"],
    none: 'There are no hosts; "holdfast host add NAME" adds one.\n',
  },
  "zh-CN": {
    columns: ["名称", "IPV4", "IPV6", "添加时间", "最近联系"],
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
        const rows = hosts.map(({ name, ipv4, ipv6, createdAt, lastHeard }) => {
          const heard = lastHeard === null ? "" : heardText(lastHeard, context.language);
          return [name, ipv4.join(" "), ipv6.join(" "), createdAt, heard];
        });
        context.stdout(
          `${renderTable(
            columns.map((title) => ({ title })),
            rows,
          )}\n`,
        );
      }
    }),
});

/** When, and how: `2026-11-20T00:00:00.000Z beacon 198.51.100.7`. */
function heardText({ at, transport, from }: HeardSummary, language: Language): string {
  return [at, transportNames[language][transport], ...(from === null ? [] : [from])].join(" ");
}

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
