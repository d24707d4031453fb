import { createHash, verify, type KeyObject } from "node:crypto";
import type { ReceivedRequest } from "../http-emulator.ts";

/** How Oracle Cloud's interfaces judge signatures of version 1. */

export interface OciAccount {
  readonly host: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is wrong with a request; undefined when it is genuine and no older or newer than five minutes. */
export function ociProblem(request: ReceivedRequest, account: OciAccount): "form" | "key" | "time" | undefined {
  const [scheme, ...rest] = (request.headers["authorization"] ?? "").split(" ");
  // The vendor's libraries differ in the order of the parameters.
  const found = rest.join(" ").matchAll(/(\w+)="([^"]*)"(?:,|$)/g);
  const parameters: Readonly<Record<string, string>> = Object.fromEntries(
    [...found].map(([, name = "", value = ""]) => [name, value]),
  );
  const { version, algorithm, headers: list = "", keyId, signature = "" } = parameters;
  if (scheme !== "Signature" || version !== "1" || algorithm !== "rsa-sha256") return "form";
  if (keyId !== account.keyId) return "key";
  const names = list.split(" ");
  const hasBody = ["POST", "PUT", "PATCH"].includes(request.method);
  const bodyFields = hasBody ? ["content-length", "content-type", "x-content-sha256"] : [];
  if (["date", "(request-target)", "host", ...bodyFields].some((name) => !names.includes(name))) return "form";
  if (hasBody) {
    const hash = createHash("sha256").update(request.body).digest("base64");
    if (request.headers["x-content-sha256"] !== hash) return "key";
    if (request.headers["content-length"] !== String(Buffer.byteLength(request.body))) return "form";
  }
  const sentAt = Date.parse(request.headers["date"] ?? "");
  if (!(Math.abs(sentAt - account.now) <= 300_000)) return "time";
  const search = request.query.toString();
  const target = `${request.method.toLowerCase()} ${request.path}${search === "" ? "" : `?${search}`}`;
  const own: Readonly<Record<string, string>> = { "(request-target)": target, host: account.host };
  const lines = names.map((name) => `${name}: ${own[name] ?? request.headers[name] ?? ""}`);
  const octets = Buffer.from(signature, "base64");
  return verify("sha256", Buffer.from(lines.join("\n")), account.publicKey, octets) ? undefined : "key";
}
