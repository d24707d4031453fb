import type { HttpHandler } from "../../src/core/listen.ts";
import type { LocalRequest } from "../../src/core/local-socket.ts";
import { failure, ok } from "../../src/core/result.ts";

/** The socket of a state directory without a file: requests go to the handler of that path, as real ones would. */
export function memorySocket(handlers: Readonly<Record<string, HttpHandler>>): LocalRequest {
  return async (socketPath, { method, path, body }) => {
    const handler = handlers[socketPath];
    if (handler === undefined) return failure({ code: "not-running", detail: "ENOENT" });
    const request = new Request(`http://holdfast${path}`, { method, ...(body === undefined ? {} : { body }) });
    const response = await handler(request, { address: undefined, isSecure: false });
    return ok({ status: response.status, body: await response.text() });
  };
}
