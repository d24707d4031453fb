import type { ConfigDocument, DocumentReader, DocumentRequest } from "../config/document.ts";
import type { DocumentPorts } from "../config/read-document.ts";
import { Duration } from "../core/duration.ts";
import type { CommandRunner } from "../core/process.ts";

/**
 * Two places where the configuration can be read. The parsers take several megabytes that no process gives back, so the
 * agent, which reads once and then idles for months, has another process read for it.
 */

/** Reads here. */
export function readerInProcess(ports: DocumentPorts): DocumentReader {
  return async (request) => {
    const { readDocument } = await import("../config/read-document.ts");
    return readDocument(request, ports);
  };
}

/** A machine that swaps while it boots is slow; beyond this something is broken. */
const childLimit = Duration.seconds(30);

/** The largest file twice (as text and as tree with origins) is far below. */
const largestReply = 64 * 1_048_576;

/**
 * Has `self`, this program's own command line, read in a process that ends. The reply comes through a pipe that nobody
 * else holds. When there is no such process to be had, `fallback` reads here: memory matters less than starting.
 */
export function readerInChild(
  self: readonly [program: string, ...args: string[]],
  runner: CommandRunner,
  fallback: DocumentReader,
): DocumentReader {
  return async (request) => {
    const words = ["config", "read", JSON.stringify(request)];
    const output = await runner.run([...self, ...words], { timeout: childLimit, largestOutputOctets: largestReply });
    const reply = output.ok && output.value.status === 0 ? output.value.stdout : undefined;
    return (reply && decodeReply(reply)) ?? fallback(request);
  };
}

/** Undefined for anything but a document of this version; another installation may have been put in our place. */
function decodeReply(octets: Uint8Array): ConfigDocument | undefined {
  try {
    const reply: unknown = JSON.parse(new TextDecoder().decode(octets));
    const isDocument = typeof reply === "object" && reply !== null && "version" in reply && reply.version === 1;
    return isDocument ? (reply as ConfigDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** What the child was asked to read. */
export function decodeRequest(text: string): DocumentRequest | undefined {
  try {
    const request: unknown = JSON.parse(text);
    const isRequest = typeof request === "object" && request !== null && "flags" in request;
    return isRequest && Array.isArray(request.flags) ? (request as DocumentRequest) : undefined;
  } catch {
    return undefined;
  }
}
