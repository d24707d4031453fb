import { failure, ok, type Result } from "../../core/result.ts";
import { shown } from "./shown.ts";
import { findElement, textOf, type XmlElement } from "./xml.ts";

/** Calls of actions and their answers as SOAP 1.1 has them. UPnP Device Architecture 1.1 §3. Sends nothing. */

/** In the order of the service's own description; routers insist on it. UDA 1.1 §3 */
export type ActionArguments = readonly (readonly [name: string, value: string])[];

/** What an action answered; names in lower case. */
export type ActionValues = ReadonlyMap<string, string>;

/** The router's word that it did not do it. */
export interface ActionFault {
  readonly code: "fault";
  /** UPnP error code; 0 where the router told none. */
  readonly number: number;
  readonly detail: string;
}

/** The body of a call. */
export function composeCall(serviceType: string, action: string, args: ActionArguments): string {
  const inner = args.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join("");
  return [
    '<?xml version="1.0"?>\r\n',
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ',
    's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">',
    `<s:Body><u:${action} xmlns:u="${escapeXml(serviceType)}">${inner}</u:${action}></s:Body></s:Envelope>\r\n`,
  ].join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Reads an answer; undefined for a document that is none. */
export function readAnswer(root: XmlElement, action: string): Result<ActionValues, ActionFault> | undefined {
  const fault = findElement(root, ({ name }) => name === "fault" || name === "upnperror");
  if (fault !== undefined) {
    const error = findElement(fault, ({ name }) => name === "upnperror") ?? fault;
    const words = textOf(error, "errordescription") ?? textOf(fault, "faultstring") ?? "";
    const number = /^\d{1,4}$/.exec(textOf(error, "errorcode") ?? "")?.[0];
    return failure({ code: "fault", number: Number(number ?? 0), detail: shown(words) });
  }
  // Some answer with the name of the action itself, or of another version.
  const response = findElement(root, ({ name }) => [`${action}Response`, action].some((n) => n.toLowerCase() === name));
  if (response === undefined) return undefined;
  return ok(new Map(response.children.map(({ name, text }) => [name, text])));
}
