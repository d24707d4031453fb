import { type LogEvent, logEvent } from "../../core/log.ts";

/** Nothing is wrong without announcements; a name then follows the router at the next poll. */
export const announcementsUnheard: LogEvent<{ code: string; holder: string | undefined }> = logEvent(
  "info",
  "detect.announcements-unheard",
  {
    en: ({ code, holder }) =>
      `Cannot listen for the router's announcements on UDP port 5350 (${code}${holder === undefined ? "" : `, held by ${holder}`}); ` +
      "a new address of the router is noticed at the next poll.",
    "zh-CN": ({ code, holder }) =>
      `无法在 UDP 端口 5350 上监听路由器的通告（${code}${holder === undefined ? "" : `，被 ${holder} 占用`}）；` +
      "路由器地址变化将在下次轮询时发现。",
  },
);
