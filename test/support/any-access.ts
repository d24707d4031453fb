import type { AccessFacts } from "../../src/core/provider.ts";

/** For declarations of tests that are about something else. */
export const anyAccess: Omit<AccessFacts, "excess"> = {
  where: { en: "Account page", "zh-CN": "账户页面" },
  least: { en: "A key for one zone", "zh-CN": "单个区域的密钥" },
  reach: "zones",
};
