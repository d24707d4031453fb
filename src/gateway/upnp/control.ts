import type { Address } from "../../core/address.ts";
import type { HttpClient, HttpResponse } from "../../core/http.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailCode, GatewayFailure } from "../gateway.ts";
import type { Allowance } from "./allowance.ts";
import type { UpnpService } from "./description.ts";
import { failureOfFault } from "./fail-codes.ts";
import { type ActionArguments, type ActionValues, composeCall, readAnswer } from "./soap.ts";
import { parseXml } from "./xml.ts";

/** Calls actions of a router's services over HTTP. What the actions mean is for others. */

/** An action that was not done. */
export interface ActionFailure extends GatewayFailure {
  /** UPnP error code; undefined when the router did not get as far as telling one. */
  readonly upnpError: number | undefined;
}

/** Answers are a few hundred octets; what is longer is a web page. */
const largestAnswer = 65_536;

export interface ControlMeans {
  readonly http: HttpClient;
  /** Our address to call from; the system's choice when undefined. */
  readonly localAddress?: Address | undefined;
}

/**
 * Calls one action.
 *
 * Content types and lengths are whatever routers make of them, so the body alone decides what an answer is; one without
 * a body is a success of an action that has nothing to tell.
 */
export async function callAction(
  service: Pick<UpnpService, "type" | "controlUrl">,
  action: string,
  args: ActionArguments,
  means: ControlMeans,
  allowance: Allowance,
): Promise<Result<ActionValues, ActionFailure>> {
  if (allowance.left === 0) return failed("timed-out", `${action}: no time left`);
  const answered = await means.http.send({
    method: "POST",
    url: service.controlUrl,
    route: "/{control}",
    headers: {
      "Content-Type": 'text/xml; charset="utf-8"',
      // The quotes belong to the value; routers that compare the whole field miss them. UDA 1.1 §3
      SOAPAction: `"${service.type}#${action}"`,
    },
    body: composeCall(service.type, action, args),
    timeout: allowance.left,
    largestBodyOctets: largestAnswer,
    ...(means.localAddress === undefined ? {} : { binding: { localAddress: means.localAddress } }),
    ...(allowance.signal === undefined ? {} : { signal: allowance.signal }),
  });
  if (!answered.ok) return failed(answered.code, `${action}: ${answered.detail}`);
  return readResponse(answered.value, action);
}

async function readResponse(response: HttpResponse, action: string): Promise<Result<ActionValues, ActionFailure>> {
  const { status, headers, body } = response;
  const isGood = status >= 200 && status < 300;
  if (isGood && body.every((octet) => octet <= 0x20)) return ok(new Map());
  const root = await parseXml(body, headers["content-type"]);
  const answer = root.ok ? readAnswer(root.value, action) : undefined;
  if (answer?.ok === false && answer.number !== 0) {
    return failure({ ...failureOfFault(action, answer), upnpError: answer.number });
  }
  if (answer?.ok === true && isGood) return ok(answer.value);
  const what = answer?.ok === false ? answer.detail : root.ok ? root.value.name : root.code;
  return failed(statusCodes[status] ?? "answer-unreadable", `${action}: status ${status}, ${what}`);
}

/** What a status alone tells, where there is no SOAP behind it. */
const statusCodes: Readonly<Record<number, GatewayFailCode>> = {
  401: "gateway-refused",
  403: "gateway-refused",
  404: "gateway-unsupported",
  405: "gateway-unsupported",
  501: "gateway-unsupported",
  503: "gateway-busy",
};

function failed(code: GatewayFailCode, detail: string): Result<never, ActionFailure> {
  return failure({ code, detail, upnpError: undefined });
}
