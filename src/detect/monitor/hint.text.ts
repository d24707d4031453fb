import { type Bilingual, bilingual } from "../../core/language.ts";
import type { HintFacts } from "./monitor.ts";

/** What a hint says, each fact as a part of a sentence. */
export const hintFactTexts: Bilingual<Readonly<Record<keyof HintFacts, string>>> = bilingual({
  en: {
    addressesChanged: "addresses of an interface changed",
    linksChanged: "an interface went up or down",
    routesChanged: "the way out changed",
    wokeFromSleep: "the host woke up, or its clock was set",
    pollDue: "it is time to look",
    fileChanged: "the file of a source changed",
    routerAnnounced: "the router told of itself",
    eventsLost: "some news was missed",
  },
  "zh-CN": {
    addressesChanged: "网络接口的地址有变化",
    linksChanged: "网络接口启用或停用",
    routesChanged: "出口路由有变化",
    wokeFromSleep: "系统从睡眠中唤醒，或时钟被调整",
    pollDue: "到了查看的时间",
    fileChanged: "来源文件有变化",
    routerAnnounced: "路由器发出了通告",
    eventsLost: "遗漏了部分消息",
  },
});
