import type { LocalFailure, LocalRequest } from "../core/local-socket.ts";
import { failure, ok } from "../core/result.ts";

/** HTTP over a socket in the file system, to a program of the same user on the same machine. */

/** An import of a million hosts takes some ten seconds; nothing else takes one. */
const timeoutMs = 300_000;

const codeOfErrno: Readonly<Record<string, LocalFailure["code"]>> = {
  ENOENT: "not-running",
  ECONNREFUSED: "not-running",
  ENOTSOCK: "not-running",
  EACCES: "not-allowed",
  EPERM: "not-allowed",
};

export const localRequest: LocalRequest = async (socketPath, { method, path, body }) => {
  // Loaded when used: whoever runs holds this and hardly ever asks.
  const { request: httpRequest } = await import("node:http");
  return new Promise((resolve) => {
    const fail = (code: LocalFailure["code"], detail: string): void => resolve(failure({ code, detail }));
    const request = httpRequest(
      {
        socketPath,
        path,
        method,
        // The name is of no importance; without one the runtime would send the socket's path.
        headers: { Host: "holdfast", Connection: "close", ...(body === undefined ? {} : contentHeaders(body)) },
        // One connection each: the pool of Bun 1.4.4 hands out one that the other side, as it was asked to, is closing.
        agent: false,
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Uint8Array[] = [];
        response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
        response.on("error", (error) => fail("broken-off", error.message));
        response.on("end", () => {
          resolve(ok({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }));
        });
      },
    );
    request.on("timeout", () => {
      fail("timed-out", `no answer within ${timeoutMs / 1_000} s`);
      request.destroy();
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      fail(codeOfErrno[error.code ?? ""] ?? "broken-off", error.message);
    });
    request.end(body);
  });
};

function contentHeaders(body: string): Record<string, string> {
  return { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
}
