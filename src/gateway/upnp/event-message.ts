import type { XmlElement } from "./xml.ts";

/**
 * What an event says: variables of the service and their values, names in lower case. UPnP Device Architecture 1.1 §4
 *
 * Undefined for a document that is no property set.
 */
export function readProperties(root: XmlElement): ReadonlyMap<string, string> | undefined {
  if (root.name !== "propertyset") return undefined;
  // One variable for each property is the rule; some put all of them into one.
  const variables = root.children.filter(({ name }) => name === "property").flatMap(({ children }) => children);
  return new Map(variables.map(({ name, text }) => [name, text]));
}
