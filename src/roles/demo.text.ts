import { bilingual, type Language } from "../core/language.ts";
import { administrationFailureText } from "./administration.text.ts";
import type { DemoFailure } from "./demo.ts";
import { runFailureText } from "./run.text.ts";

/** Why the demonstration did not start. */
export function demoFailureText(failure: DemoFailure, stateDirectory: string, language: Language): string {
  switch (failure.kind) {
    case "file-unwritten":
      return texts[language].unwritten(failure.path, failure.failure.detail);
    case "host-not-added":
      return texts[language].notAdded(failure.name, administrationFailureText(failure.failure, language));
    default:
      return runFailureText(failure, stateDirectory, language);
  }
}

const texts = bilingual({
  en: {
    unwritten: (path: string, detail: string) =>
      `${path} could not be written: ${detail}. Choose another directory with --state.`,
    notAdded: (name: string, why: string) => `The name ${name} of the demonstration could not be added. ${why}`,
  },
  "zh-CN": {
    unwritten: (path: string, detail: string) => `无法写入 ${path}：${detail}。请用 --state 另选目录。`,
    notAdded: (name: string, why: string) => `无法添加演示用的名称 ${name}。${why}`,
  },
});
