import type { PortableReason, UdpSummary } from "../core/administration.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import { counted } from "../text/plural.ts";

/** How queries over UDP are received. */
export const udpTexts: Bilingual<(udp: UdpSummary) => string> = bilingual<(udp: UdpSummary) => string>({
  en: ({ threads, reason }) =>
    reason === null
      ? `in batches by ${counted(threads, "query thread")}`
      : `one by one on the main thread, since ${portableReasons.en[reason]}`,
  "zh-CN": ({ threads, reason }) =>
    reason === null
      ? `由 ${threads} 个查询线程成批接收`
      : `在主线程上逐个接收，因为${portableReasons["zh-CN"][reason]}`,
});

const portableReasons: Bilingual<Readonly<Record<PortableReason, string>>> = bilingual<
  Readonly<Record<PortableReason, string>>
>({
  en: {
    configured: "server.dns.threads is off",
    "packets-unavailable": "this system or build has no calls for batches",
    "packets-forbidden": "the system refuses the calls for batches, as sandboxes do",
    "threads-failed": "query threads ended again and again",
  },
  "zh-CN": {
    configured: "server.dns.threads 已关闭",
    "packets-unavailable": "当前系统或构建不提供成批收发的调用",
    "packets-forbidden": "系统拒绝成批收发的调用（沙箱常会如此）",
    "threads-failed": "查询线程反复异常退出",
  },
});
