import type { HttpClient, HttpRequest, HttpResponse } from "../../src/core/http.ts";
import type { NetFailure } from "../../src/core/net.ts";
import type { Result } from "../../src/core/result.ts";

/**
 * An HTTP client that leads the host of a real service to its emulator, so that declarations are tested with the
 * addresses they have. Any other host is a mistake of the test.
 */
export class EmulatedHttp implements HttpClient {
  readonly #client: HttpClient;
  readonly #origins: Readonly<Record<string, string>>;

  constructor(client: HttpClient, origins: Readonly<Record<string, string>>) {
    this.#client = client;
    this.#origins = origins;
  }

  send(request: HttpRequest): Promise<Result<HttpResponse, NetFailure>> {
    const origin = this.#origins[request.url.host];
    if (origin === undefined) throw new Error(`no emulator stands for ${request.url.host}`);
    const url = new URL(request.url.pathname + request.url.search, origin);
    return this.#client.send({ ...request, url });
  }
}
