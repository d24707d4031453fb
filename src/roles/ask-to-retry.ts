import type { LocalRequest } from "../core/local-socket.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { askRunning, type RunningFailure } from "./ask-running.ts";
import { adminSocketPath } from "./state-place.ts";

/**
 * Lets the agent that runs on a state directory attempt every target now.
 *
 * @returns how many there are; undefined where what runs there is no agent.
 */
export async function askToRetry(
  stateDirectory: string,
  request: LocalRequest,
): Promise<Result<number | undefined, RunningFailure>> {
  const running = await askRunning(stateDirectory, request);
  if (!running.ok) return running;
  const { agent } = running.value;
  if (agent === null) return ok(undefined);
  const asked = await request(adminSocketPath(stateDirectory), { method: "POST", path: "/retry", body: "[]" });
  if (!asked.ok) return asked;
  const { status } = asked.value;
  return status === 200 ? ok(agent.targets.length) : failure({ code: "answer-unreadable", detail: `status ${status}` });
}
