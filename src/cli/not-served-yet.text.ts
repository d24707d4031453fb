import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { AdministeredPlace } from "./administer.ts";

/** What becomes of a change on a state directory where no server runs. */

const texts: Bilingual<(directory: string, isNew: boolean) => string> = bilingual({
  en: (directory, isNew) =>
    `${isNew ? ` The state directory ${directory} was made for it.` : ""} No Holdfast runs on ${directory}: it is served once "holdfast run" does, with a server in its configuration.`,
  "zh-CN": (directory, isNew) =>
    `${isNew ? `为此新建了状态目录 ${directory}。` : ""}${directory} 上没有运行中的 Holdfast：以含有 server 的配置执行“holdfast run”后才会提供。`,
});

/** A sentence or two, to follow another one. */
export function notServedYet({ directory, isNew }: AdministeredPlace, language: Language): string {
  return texts[language](directory, isNew);
}
