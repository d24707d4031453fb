import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { HttpResponse } from "../core/http.ts";
import type { NetCode, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Deadline } from "./deadline.ts";
import { OctetCollector } from "./octet-collector.ts";
import { describeSystemError, netCodeOf, systemCode } from "./system-error.ts";

/** One HTTP request and its whole answer over a connection that is there already. Knows no names, proxies or TLS. */

/** Longest start line and header fields of an answer, in octets: what Node and most servers allow. */
const largestHead = 16_384;

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  /** What stands in the request line: path and query, or the whole URL for a proxy. RFC 9112 §3.2 */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | undefined;
  readonly largestBodyOctets: number;
}

/**
 * Says the request and hears the answer to its end. The connection serves this one exchange: a kept one may have been
 * closed by the server a moment ago, and a write to it leaves open whether the request was received.
 */
export async function converse(
  socket: Socket,
  peer: string,
  request: WireRequest,
  deadline: Deadline,
): Promise<Result<HttpResponse, NetFailure>> {
  const { request: begin } = await import("node:http");
  return new Promise((resolve) => {
    const fail = (code: NetCode, what: string): void => {
      resolve(failure({ code, detail: `${peer}: ${what}`, wasSent: true }));
    };
    const onDeadline = (): void => fail(deadline.code ?? "aborted", "no whole answer");
    if (deadline.code !== undefined) {
      resolve(failure({ code: deadline.code, detail: `${peer}: not sent`, wasSent: false }));
      return;
    }
    deadline.signal.addEventListener("abort", onDeadline, { once: true });

    let answer: IncomingMessage | undefined;
    let hasPeerEnded = false;
    socket.once("end", () => {
      hasPeerEnded = true;
    });
    const exchange = begin({
      method: request.method,
      path: request.target,
      headers: request.headers,
      createConnection: () => socket,
      maxHeaderSize: largestHead,
    });
    exchange.on("error", (error) => {
      // What follows a complete answer does not belong to it.
      if (answer?.complete === true) return;
      if (answer !== undefined || hasPeerEnded)
        fail(codeOfError(error, "answer-cut-short"), "ended before the answer did");
      else fail(codeOfError(error, netCodeOf(error)), describeSystemError(error));
    });
    exchange.on("upgrade", () => fail("answer-unreadable", "changed the protocol unasked"));
    exchange.on("close", () => fail("answer-cut-short", "closed without an answer"));
    exchange.on("response", (response) => {
      answer = response;
      collect(response, request.largestBodyOctets, fail, (value) => resolve(ok(value)));
    });
    exchange.end(request.body);
  });
}

/** Codes of the HTTP parser; anything else keeps the code the caller chose. */
function codeOfError(error: Error, otherwise: NetCode): NetCode {
  const code = systemCode(error) ?? "";
  if (code === "HPE_HEADER_OVERFLOW") return "answer-too-large";
  return code.startsWith("HPE_") ? "answer-unreadable" : otherwise;
}

function collect(
  response: IncomingMessage,
  largestBodyOctets: number,
  fail: (code: NetCode, what: string) => void,
  done: (response: HttpResponse) => void,
): void {
  const body = new OctetCollector(largestBodyOctets);
  const tooLarge = (): void => fail("answer-too-large", `more than ${largestBodyOctets} octets`);
  response.on("error", () => fail("answer-cut-short", "ended before the answer did"));
  // We ask for no coding, so one is the server's mistake. RFC 9110 §12.5.3
  const coding = response.headers["content-encoding"] ?? "identity";
  if (coding.trim().toLowerCase() !== "identity") fail("answer-unreadable", "coded although not asked for");
  if (Number(response.headers["content-length"] ?? 0) > largestBodyOctets) tooLarge();
  response.on("data", (chunk: Uint8Array) => {
    if (!body.add(chunk)) tooLarge();
  });
  response.on("end", () => {
    if (!response.complete) fail("answer-cut-short", "ended before the answer did");
    else done({ status: response.statusCode ?? 0, headers: joinFields(response), body: body.octets });
  });
}

/** Repeated fields become one, separated as RFC 9110 §5.3 says. */
function joinFields(response: IncomingMessage): Readonly<Record<string, string>> {
  const fields = Object.entries(response.headersDistinct);
  return Object.fromEntries(fields.map(([name, values = []]) => [name, values.join(", ")]));
}
