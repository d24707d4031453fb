import { assert } from "../core/assert.ts";
import { concatOctets } from "../core/octets.ts";

/** An HTTP request as it goes on the wire. RFC 9112 §2.1 */

export interface WireRequest {
  readonly method: string;
  /** What stands in the request line: path and query, the whole URL, or host and port. RFC 9112 §3.2 */
  readonly target: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string | undefined;
}

/**
 * Composes the request.
 *
 * @throws BrokenInvariant when a part holds what would begin another line or request; who fills them checks before.
 */
export function requestOctets(request: WireRequest): Uint8Array {
  assert(/^[!-~]+$/.test(request.target), "a request target of visible ASCII");
  const lines = [`${request.method} ${request.target} HTTP/1.1`];
  for (const [name, value] of request.fields) {
    assert(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name), "a field's name is a token");
    assert(/^[\t\x20-\x7e\x80-\xff]*$/.test(value), `the value of ${name} holds no control characters`);
    lines.push(`${name}: ${value}`);
  }
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  const body = typeof request.body === "string" ? Buffer.from(request.body) : (request.body ?? new Uint8Array(0));
  return concatOctets([head, body]);
}
