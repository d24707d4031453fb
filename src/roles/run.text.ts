import type { Language } from "../core/language.ts";
import type { RunFailure } from "./run.ts";
import { serverStartFailureText } from "./server-start.text.ts";
import { stateFailureText } from "./state.text.ts";

/** Why nothing was started. */
export function runFailureText(failure: RunFailure, stateDirectory: string, language: Language): string {
  return failure.kind === "store" || failure.kind === "lock"
    ? stateFailureText(failure, stateDirectory, language)
    : serverStartFailureText(failure, language);
}
