import type { HttpClient, HttpRequest, HttpResponse } from "../../src/core/http.ts";
import type { NetFailure } from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** What a scripted peer does with one request. */
export type ScriptedReply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly broken: NetFailure };

/** An HTTP client that answers as a function of the request, without any network, and keeps what it was asked. */
export class ScriptedHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly #reply: (request: HttpRequest) => ScriptedReply;

  constructor(reply: (request: HttpRequest) => ScriptedReply) {
    this.#reply = reply;
  }

  async send(request: HttpRequest): Promise<Result<HttpResponse, NetFailure>> {
    this.requests.push(request);
    const reply = this.#reply(request);
    if ("broken" in reply) return failure(reply.broken);
    const { status = 200, headers = {}, body = "" } = reply;
    return ok({ status, headers, body: new TextEncoder().encode(body) });
  }

  /** Address of the only request, or of the given one. */
  url(index = 0): string {
    return this.requests[index]?.url.href ?? "";
  }
}
