import type { Bilingual } from "../../core/language.ts";

/** What is to be said of many services alike, on their pages and by `holdfast provider test`. */

/** The password is that of the service's own pages. */
export const loginOfAccount: Bilingual<string> = {
  en: "The user name and password of the account at the service itself",
  "zh-CN": "即该服务网站账户自身的用户名和密码",
};

export const onlyTheLogin: Bilingual<string> = {
  en: "The service has nothing smaller than the login of the account",
  "zh-CN": "服务商没有比账户登录更小的权限",
};

export const onlyKeyOfAccount: Bilingual<string> = {
  en: "The service has nothing smaller than a key for the whole account",
  "zh-CN": "服务商没有比整个账户的密钥更小的权限",
};

export const boundToName: Bilingual<string> = {
  en: "It belongs to one name and reaches no other",
  "zh-CN": "仅属于一个名称，无法修改其他名称",
};

export const allDynamicNames: Bilingual<string> = {
  en: "It reaches every dynamic name of the account and nothing else; the service has nothing smaller",
  "zh-CN": "可修改账户下的全部动态名称，但不涉及其他内容；服务商没有更小的权限",
};

export const mustExist: Bilingual<string> = {
  en: "The name has to exist at the service; updates do not create it",
  "zh-CN": "名称须事先在服务商处建立，更新不会创建它",
};

export const oneLineManaged: Bilingual<string> = {
  en: "A name has records per line, the network a resolver asks from; those of one line are managed, the others left alone",
  "zh-CN": "同一名称可按线路有多组解析记录；只管理其中一条线路，其余不动",
};

export const plainHttp: Bilingual<string> = {
  en: "Spoken to over plain HTTP, so anybody on the way can read the password",
  "zh-CN": "通过明文 HTTP 通信，途中任何人都可读取密码",
};

export const ipv4Only: Bilingual<string> = { en: "IPv4 only", "zh-CN": "仅支持 IPv4" };

/** Below this they are among what is unverified. */
export const ipv6NotSent: Bilingual<string> = {
  en: "IPv6, which is therefore not sent",
  "zh-CN": "IPv6，因此不发送",
};

export const ipv6AsOthers: Bilingual<string> = {
  en: "IPv6, which is sent as other clients do",
  "zh-CN": "IPv6，按其他客户端的方式发送",
};

export const otherFamilyStays: Bilingual<string> = {
  en: "That a family which is not named stays as it is",
  "zh-CN": "请求中未写出的协议族保持不变",
};

export const shortestTtl: Bilingual<string> = { en: "The shortest TTL", "zh-CN": "最短 TTL" };

export const wordsOfAnswers: Bilingual<string> = { en: "The words of answers", "zh-CN": "应答的措辞" };

/** The credentials end at a time that the service names, in whatever form. */
export function expiresOn(time: string): Bilingual<string> {
  const day = time.slice(0, "2027-01-01".length);
  return { en: `They end on ${day}; replace them before`, "zh-CN": `它们将于 ${day} 失效，请提前更换` };
}
