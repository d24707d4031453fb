import type { Family } from "../../core/family.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { gatewayProtocols } from "../../gateway/gateway.ts";
import type { RouterQuestion } from "../sources/router.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** The router, by whatever it speaks or by one protocol: `router`, `router:upnp`. */
export function parseRouter(
  argument: string | undefined,
  family: Family,
): Result<readonly [{ readonly kind: "router"; readonly question: RouterQuestion }], SpecFailure> {
  if (family === "ipv6") return failure({ code: "ipv4-only", subject: "router" });
  const protocol = gatewayProtocols.find((known) => known === argument);
  if (argument !== undefined && protocol === undefined) {
    return failure({ code: "router-protocol-unknown", subject: argument });
  }
  return ok([{ kind: "router", question: { protocol, isBrief: false } }]);
}
