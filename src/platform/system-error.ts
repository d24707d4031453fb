import type { NetCode } from "../core/net.ts";

/** Reads what the operating system and the runtime throw, and sorts it into our codes. */

/** The symbolic code of a thrown error, for instance `ECONNREFUSED` or `HPE_INVALID_CONSTANT`. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const netCodes: Readonly<Record<string, NetCode>> = {
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-reset",
  ECONNABORTED: "connection-reset",
  EPIPE: "connection-reset",
  // The kernel's own patience with a silent peer, minutes long.
  ETIMEDOUT: "timed-out",
  ENOTFOUND: "name-not-resolved",
  EAI_AGAIN: "name-not-resolved",
  EAI_FAIL: "name-not-resolved",
  EAI_NONAME: "name-not-resolved",
  EAI_NODATA: "name-not-resolved",
};

/**
 * The code of a socket's error. What is not in the table keeps packets from leaving (no route, no such local address,
 * a firewall's refusal, no free descriptor), which is `unreachable`.
 */
export function netCodeOf(error: unknown): NetCode {
  return netCodes[systemCode(error) ?? ""] ?? "unreachable";
}

/**
 * The system's name of an error and the call that met it, for details. The message is left out: depending on the call
 * it repeats arguments.
 */
export function describeSystemError(error: unknown): string {
  const syscall = error instanceof Error && "syscall" in error ? error.syscall : undefined;
  const code = systemCode(error) ?? (error instanceof Error ? error.name : "unknown error");
  return typeof syscall === "string" ? `${code} (${syscall})` : code;
}
