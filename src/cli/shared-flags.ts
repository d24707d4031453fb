import type { Flag } from "./command.ts";

/** Flags that several commands have, spelt and explained alike. */

/** Which Holdfast: the one of this state directory, running or not. */
export const stateFlag: { readonly state: Flag & { readonly kind: "text" } } = {
  state: {
    kind: "text",
    value: "DIR",
    description: {
      en: "state directory; without it the usual place",
      "zh-CN": "状态目录；省略时使用默认位置",
    },
  },
};

export const jsonFlag: { readonly json: Flag & { readonly kind: "switch" } } = {
  json: { kind: "switch", description: { en: "print JSON", "zh-CN": "输出 JSON" } },
};
