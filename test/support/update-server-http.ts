import type { HttpClient } from "../../src/core/http.ts";
import { ok } from "../../src/core/result.ts";
import type { UpdateServer } from "./update-server.ts";

/** Our own server in this process, as a peer that an HTTP client reaches under any name. */
export function httpOf(server: UpdateServer): HttpClient {
  return {
    async send({ method, url, headers, body }) {
      const answer = await server.ask(url.pathname + url.search, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.parse(String(body)) }),
      });
      const names = Object.fromEntries(answer.headers);
      return ok({ status: answer.status, headers: names, body: new TextEncoder().encode(answer.body) });
    },
  };
}
