import { dlopen, type FFIFunction, type Library } from "bun:ffi";
import { failure, ok, type Result } from "../core/result.ts";

/** The C library of Linux, for the few calls no runtime interface offers. What is called, and how, is the callers'. */

/** Names it goes by in the distributions we run on: glibc, then musl with and without its development files. */
const names: readonly string[] = [
  "libc.so.6",
  `libc.musl-${process.arch === "arm64" ? "aarch64" : "x86_64"}.so.1`,
  "libc.so",
];

/** A C library that cannot be called: another system, or a runtime without JIT. */
export interface NoStandardLibrary {
  readonly code: "library-unavailable";
  readonly detail: string;
}

/** Opens it for these functions. Whoever needs them no longer closes it. */
export function openStandardLibrary<S extends Record<string, FFIFunction>>(
  symbols: S,
): Result<Library<S>, NoStandardLibrary> {
  if (process.platform !== "linux") {
    return failure({ code: "library-unavailable", detail: `not called on ${process.platform}` });
  }
  const reasons: string[] = [];
  for (const name of names) {
    try {
      return ok(dlopen(name, symbols));
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return failure({ code: "library-unavailable", detail: reasons[0] ?? "no C library" });
}
