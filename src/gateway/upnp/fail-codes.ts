import type { GatewayFailCode, GatewayFailure } from "../gateway.ts";
import type { ActionFault } from "./soap.ts";

/** What UPnP error codes come to for those who asked. */

/**
 * UPnP Device Architecture 1.1 §3 (4xx, 5xx, 6xx), the actions of WANIPConnection:1 and :2 (71x, 72x, 73x), and
 * of WANIPv6FirewallControl:1 (70x).
 */
export const upnpErrors: Readonly<Record<number, GatewayFailCode>> = {
  401: "gateway-unsupported", // Invalid Action
  402: "gateway-unsupported", // Invalid Args
  403: "gateway-refused", // of UDA 1.0, out of sync; routers mean forbidden
  404: "gateway-unsupported", // Invalid Var
  501: "gateway-busy", // Action Failed
  600: "gateway-unsupported", // Argument Value Invalid
  601: "gateway-unsupported", // Argument Value Out of Range
  602: "gateway-unsupported", // Optional Action Not Implemented
  603: "gateway-busy", // Out of Memory
  604: "gateway-refused", // Human Intervention Required
  605: "gateway-unsupported", // String Argument Too Long
  606: "gateway-refused", // Action Not Authorized
  701: "gateway-busy", // Pinhole Space Exhausted
  702: "gateway-unsupported", // Firewall Disabled: there is nothing to open
  703: "gateway-refused", // Inbound Pinhole Not Allowed
  704: "gateway-unsupported", // No Such Entry
  705: "gateway-unsupported", // Protocol Not Supported
  706: "gateway-unsupported", // Internal Port Wildcarding Not Allowed
  707: "gateway-unsupported", // Protocol Wildcarding Not Allowed
  708: "gateway-unsupported", // Wildcard Not Permitted In Source IP
  709: "gateway-unsupported", // No Packet Sent
  713: "gateway-unsupported", // Specified Array Index Invalid
  714: "gateway-unsupported", // No Such Entry In Array
  715: "gateway-unsupported", // Wildcard Not Permitted In Source IP
  716: "gateway-unsupported", // Wildcard Not Permitted In External Port
  718: "gateway-port-taken", // Conflict In Mapping Entry
  724: "gateway-unsupported", // Same Port Values Required
  725: "gateway-unsupported", // Only Permanent Leases Supported
  726: "gateway-unsupported", // Remote Host Only Supports Wildcard
  727: "gateway-unsupported", // External Port Only Supports Wildcard: it would open every port
  728: "gateway-busy", // No Port Maps Available
  729: "gateway-port-taken", // Conflict With Other Mechanisms
  730: "gateway-unsupported", // Port Mapping Not Found
  732: "gateway-unsupported", // Wildcard Not Permitted In Internal Port
  733: "gateway-unsupported", // Inconsistent Parameters
};

/** Those of them on which something depends. */
export const upnpError = {
  invalidAction: 401,
  invalidArgs: 402,
  actionFailed: 501,
  valueInvalid: 600,
  valueOutOfRange: 601,
  notImplemented: 602,
  notAuthorized: 606,
  firewallDisabled: 702,
  noSuchPinhole: 704,
  noPacketSent: 709,
  noSuchEntry: 714,
  samePortRequired: 724,
  onlyPermanentLeases: 725,
} as const;

/** A fault as a failure of the gateway; unknown codes of vendors (800 and above) say no more than that it did not work. */
export function failureOfFault(action: string, fault: Omit<ActionFault, "code">): GatewayFailure {
  const words = fault.detail === "" ? "" : `: ${fault.detail}`;
  return { code: upnpErrors[fault.number] ?? "gateway-busy", detail: `${action}: error ${fault.number}${words}` };
}
