import type { Address } from "../../core/address.ts";
import type { HttpClient } from "../../core/http.ts";
import { failure, type Result } from "../../core/result.ts";
import type { GatewayFailure } from "../gateway.ts";
import type { Allowance } from "./allowance.ts";
import { type DeviceDescription, readDescription } from "./description.ts";
import type { UpnpLink } from "./link.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Documents of a router: its description, and those of its services. */

/** The largest in the wild have 40 000 octets; what is longer is a web interface. */
const largestDocument = 131_072;

/** Asks for the description and reads it. */
export async function fetchDescription(
  location: URL,
  link: UpnpLink,
  http: HttpClient,
  allowance: Allowance,
): Promise<Result<DeviceDescription, GatewayFailure>> {
  const root = await fetchXml(location, link.localAddress, http, allowance);
  if (!root.ok) return root;
  const description = readDescription(root.value, location, link);
  if (description.ok) return description;
  return failure({ code: "answer-unreadable", detail: `description: ${description.detail}` });
}

/** One document, from an address of ours. */
export async function fetchXml(
  url: URL,
  localAddress: Address,
  http: HttpClient,
  allowance: Allowance,
): Promise<Result<XmlElement, GatewayFailure>> {
  if (allowance.left === 0) return failure({ code: "timed-out", detail: "description: no time left" });
  const answered = await http.send({
    method: "GET",
    url,
    route: "/{description}",
    headers: {},
    timeout: allowance.left,
    largestBodyOctets: largestDocument,
    binding: { localAddress },
    ...(allowance.signal === undefined ? {} : { signal: allowance.signal }),
  });
  if (!answered.ok) return failure({ code: answered.code, detail: `description: ${answered.detail}` });
  const { status, headers, body } = answered.value;
  if (status !== 200) return failure({ code: "answer-unreadable", detail: `description: status ${status}` });
  const root = await parseXml(body, headers["content-type"]);
  return root.ok ? root : failure({ code: "answer-unreadable", detail: `description: ${root.code}, ${root.detail}` });
}
