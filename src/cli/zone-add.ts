import { bilingual } from "../core/language.ts";
import { printableJson } from "../text/printable.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { notServedYet } from "./not-served-yet.text.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast zone add`: a new zone with SOA and NS. */

const texts = bilingual({
  en: {
    served: (apex: string, serial: number) => `Serving the zone ${apex}, serial ${serial}.`,
    added: (apex: string, serial: number) => `Added the zone ${apex}, serial ${serial}.`,
    next: (apex: string) => ` "holdfast host add NAME.${apex}" adds a name to it.\n`,
  },
  "zh-CN": {
    served: (apex: string, serial: number) => `正在提供区域 ${apex}，序列号 ${serial}。`,
    added: (apex: string, serial: number) => `已添加区域 ${apex}，序列号 ${serial}。`,
    next: (apex: string) => `“holdfast host add NAME.${apex}”可在其中添加名称。\n`,
  },
});

export const zoneAdd: Command = defineCommand({
  operands: [{ name: "ZONE", description: { en: "name of the zone", "zh-CN": "区域名称" }, isRequired: true }],
  flags: {
    ns: {
      kind: "text",
      value: "NAME",
      isRepeatable: true,
      description: {
        en: "authoritative server; without any, ns1 in the zone",
        "zh-CN": "权威服务器；省略时为区域内的 ns1",
      },
    },
    address: {
      kind: "text",
      value: "ADDRESS",
      isRepeatable: true,
      description: {
        en: "address of the name servers that lie inside the zone",
        "zh-CN": "位于区域内的名称服务器的地址",
      },
    },
    contact: {
      kind: "text",
      value: "MAIL",
      description: { en: "mail address of the person in charge", "zh-CN": "负责人的邮箱地址" },
    },
    ...stateFlag,
    ...jsonFlag,
  },
  examples: [
    {
      line: "zone add dyn.example.org --ns ns1.example.org --ns ns2.example.net",
      purpose: { en: "serve a zone delegated to two servers", "zh-CN": "提供委派给两台服务器的区域" },
    },
    {
      line: "zone add dyn.example.org --address 192.0.2.53",
      purpose: { en: "serve a zone whose server lies in itself", "zh-CN": "提供名称服务器位于自身的区域" },
    },
  ],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) =>
        administration.addZone({
          apex: operands[0] ?? "",
          nameServers: flags.ns,
          nameServerAddresses: flags.address,
          contact: flags.contact,
        }),
      (zone, place) => {
        const { language, stdout } = context;
        const said = texts[language];
        const { apex, serial } = zone;
        if (flags.json) stdout(`${printableJson(zone)}\n`);
        else if (place.isRunning) stdout(`${said.served(apex, serial)}${said.next(apex)}`);
        else stdout(`${said.added(apex, serial)}${notServedYet(place, language)}${said.next(apex)}`);
      },
      "create",
    ),
});
