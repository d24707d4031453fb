import { Secret } from "../../core/secret.ts";

/** Fills `{name}` and its like into texts a user wrote, encoded for the place they stand in. */

/** Values by placeholder; undefined ones become nothing. */
export type PlaceholderValues = Readonly<Record<string, string | Secret | undefined>>;

/** How a value is written so that it cannot end the place it stands in. */
export type Encoding = (value: string) => string;

/** Inside a path segment or a query value. */
export const inUrl: Encoding = encodeURIComponent;

/** As it is; for header fields, whose characters are checked before they are sent. */
export const asIs: Encoding = (value) => value;

const inJson: Encoding = (value) => JSON.stringify(value).slice(1, -1);

const xmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

const inXml: Encoding = (value) => value.replaceAll(/[&<>"']/g, (character) => xmlEntities[character] ?? character);

/** Inside a body of a media type. */
export function encodingOf(contentType: string): Encoding {
  const type = contentType.toLowerCase().split(";")[0]?.trim() ?? "";
  if (type.endsWith("json")) return inJson;
  if (type.endsWith("xml")) return inXml;
  return type === "application/x-www-form-urlencoded" ? inUrl : asIs;
}

/** Fills in the known placeholders and leaves every other brace as it is, since bodies are full of them. */
export function fill(template: string, values: PlaceholderValues, encode: Encoding): string {
  return template.replaceAll(/\{([a-z0-9]+)\}/gi, (whole, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name];
    return encode(value instanceof Secret ? value.reveal() : (value ?? ""));
  });
}
