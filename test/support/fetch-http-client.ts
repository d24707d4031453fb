import type { HttpClient, HttpRequest, HttpResponse } from "../../src/core/http.ts";
import type { NetCode, NetFailure } from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** The HTTP port over the test runner's `fetch`, for conversations with emulators on loopback. */
export const fetchHttpClient: HttpClient = {
  async send(request) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort("timed-out"), request.timeout);
    request.signal?.addEventListener("abort", () => controller.abort("aborted"));
    if (request.signal?.aborted === true) return broken("aborted", request, false);
    try {
      return await exchange(request, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return broken(controller.signal.reason as NetCode, request, true);
      const code = (error as { readonly code?: string }).code;
      return code === "ConnectionRefused" || code === "ECONNREFUSED"
        ? broken("connection-refused", request, false)
        : broken("connection-reset", request, true);
    } finally {
      clearTimeout(timer);
    }
  },
};

async function exchange(request: HttpRequest, signal: AbortSignal): Promise<Result<HttpResponse, NetFailure>> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: "manual",
    // On a pooled connection that breaks, Bun sends the request again by itself.
    keepalive: false,
    signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const chunks: Uint8Array[] = [];
  let octets = 0;
  try {
    for await (const chunk of response.body ?? []) {
      octets += chunk.length;
      if (octets > request.largestBodyOctets) return broken("answer-too-large", request, true);
      chunks.push(chunk);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return broken("answer-cut-short", request, true);
  }
  return ok({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.concat(chunks) });
}

function broken(code: NetCode, request: HttpRequest, wasSent: boolean): Result<never, NetFailure> {
  return failure({ code, detail: `${request.url.host}: ${code}`, wasSent });
}
