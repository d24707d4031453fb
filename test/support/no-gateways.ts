import { failure } from "../../src/core/result.ts";
import type { Gateways } from "../../src/gateway/find-gateway.ts";

const nobody = failure({ code: "gateway-not-found", detail: "no default route of ipv4" });

/** A host without a router. */
export const noGateways: Gateways = {
  link: () => Promise.resolve(nobody),
  find: () => Promise.resolve(nobody),
  askAnew: () => undefined,
};
