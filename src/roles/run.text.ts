import type { Language } from "../core/language.ts";
import type { RunFailure } from "./run.ts";
import { serverStartFailureText } from "./server-start.text.ts";
import { stateFailureText } from "./state.text.ts";

/** Why nothing was started. */
export function runFailureText(failure: RunFailure, stateDirectory: string, language: Language): string {
  switch (failure.kind) {
    case "folder":
    case "lock":
    case "store":
      return stateFailureText(failure, stateDirectory, language);
    default:
      return serverStartFailureText(failure, language);
  }
}
