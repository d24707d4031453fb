import type { Identity } from "./identity.ts";
import type { RateLimit } from "./rate-limiter.ts";

/** What answers depend on beside the zones: plain values and shared memory, so that threads can be given it. */
export interface AnswerSettings {
  /** What is told of this server to whoever asks; default nothing. */
  readonly identity?: Identity;
  /** Of a `CookieSecretMemory`; without it cookies are ignored. RFC 7873 §5.2 allows both. */
  readonly cookieSecrets?: SharedArrayBuffer;
  /** Default: answers are sent however many there are. */
  readonly rateLimit?: RateLimit;
  /** Default: answers say why they are none. */
  readonly hasExtendedErrors?: boolean;
  /** Pause after which streams are closed, for clients that ask; default: they are not told. RFC 7828 §3.3.2 */
  readonly streamIdleMs?: number;
}
