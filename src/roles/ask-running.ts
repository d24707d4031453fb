import type { LocalFailure, LocalRequest } from "../core/local-socket.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { version } from "../core/version.ts";
import type { RunningSummary } from "./admin-socket.ts";
import { adminSocketPath } from "./state-place.ts";

/** Finds out what runs on a state directory, before anything else is asked of it. */

/** Why nothing can be asked there. */
export type RunningFailure =
  | LocalFailure
  /** Something answers that is no Holdfast. */
  | { readonly code: "answer-unreadable"; readonly detail: string }
  /**
   * The program was replaced and not restarted. What two versions mean by a request may differ, so nothing is asked of
   * the other one; `detail` is its version.
   */
  | { readonly code: "other-version"; readonly detail: string; readonly pid: number };

/** The summary of the Holdfast that runs there, which is of this version. */
export async function askRunning(
  stateDirectory: string,
  request: LocalRequest,
): Promise<Result<RunningSummary, RunningFailure>> {
  const answer = await request(adminSocketPath(stateDirectory), { method: "GET", path: "/summary" });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const summary = status === 200 ? parseObject(body) : undefined;
  const [running, pid] = [summary?.["version"], summary?.["pid"]];
  if (typeof running !== "string" || typeof pid !== "number") {
    return failure({ code: "answer-unreadable", detail: `status ${status}, ${body.length} characters` });
  }
  if (running !== version) return failure({ code: "other-version", detail: running, pid });
  // Its version is ours, and so is what it means by a summary.
  return ok(JSON.parse(body) as RunningSummary);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
