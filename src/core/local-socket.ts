import type { Result } from "./result.ts";

/** Talking to a running Holdfast through the socket in its state directory, as a parameter. */

export interface LocalAnswer {
  readonly status: number;
  readonly body: string;
}

export interface LocalFailure {
  /** `not-running`: no socket, or nobody behind it. `not-allowed`: it belongs to another user. */
  readonly code: "not-running" | "not-allowed" | "timed-out" | "broken-off";
  readonly detail: string;
}

/** Sends one request to the socket at `socketPath` and reads the whole answer. */
export type LocalRequest = (
  socketPath: string,
  request: { readonly method: "GET" | "POST"; readonly path: string; readonly body?: string },
) => Promise<Result<LocalAnswer, LocalFailure>>;
