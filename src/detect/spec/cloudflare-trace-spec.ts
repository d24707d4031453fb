import { ok, type Result } from "../../core/result.ts";
import { type CloudflareTrace, defaultTraceHost, httpsPort } from "../sources/cloudflare-trace.ts";
import { parseHostPort } from "./host-port.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** Reads the host behind Cloudflare that is to be asked, with a port if need be. */
export function parseCloudflareTrace(argument: string | undefined): Result<CloudflareTrace, SpecFailure> {
  return argument === undefined ? ok({ host: defaultTraceHost, port: httpsPort }) : parseHostPort(argument, httpsPort);
}
