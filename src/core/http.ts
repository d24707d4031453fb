import type { Duration } from "./duration.ts";
import type { Family } from "./family.ts";
import type { Binding, NetFailure } from "./net.ts";
import type { Result } from "./result.ts";

/** HTTP as a client sees it. One request, one whole response; redirects are answers, never followed. */

export interface HttpRequest {
  /** The last two are UPnP's events. */
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "SUBSCRIBE" | "UNSUBSCRIBE";
  /** May hold credentials; it is never logged. */
  readonly url: URL;
  /** What logs show in place of the path, for instance `/zones/{zone}/dns_records`. */
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** For the whole conversation, name look-up and TLS included. */
  readonly timeout: Duration;
  /** Longer bodies end the conversation with `answer-too-large`. */
  readonly largestBodyOctets: number;
  /** Use this family only; both are tried when absent. */
  readonly family?: Family;
  readonly binding?: Binding;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated fields joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpClient {
  /** TLS certificates are always verified. */
  send(request: HttpRequest): Promise<Result<HttpResponse, NetFailure>>;
}
