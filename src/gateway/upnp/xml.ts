import type { SaxesParser } from "saxes";
import { failure, ok, type Result } from "../../core/result.ts";
import { decodeXmlText } from "./xml-text.ts";

/**
 * XML as routers write it, as a small tree. Knows nothing of UPnP. The parser is `saxes` (decision 0009), loaded with the
 * first document: most hosts never read one.
 */

/** One element. Attributes, comments and processing instructions are left out: UPnP says nothing in them. */
export interface XmlElement {
  /** Lower case and without prefix: routers disagree about both. */
  readonly name: string;
  /** Its own characters, without those of its children and without blanks around. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Why octets gave no tree. */
export interface XmlFailure {
  readonly code: "not-xml" | "xml-doctype" | "xml-too-deep" | "xml-too-long";
  readonly detail: string;
}

/** Descriptions nest eleven deep and SOAP six; the largest descriptions have some hundred elements. */
const deepest = 32;
const mostElements = 5_000;

/**
 * What a document may get wrong without leaving a doubt about its structure, as the parser words it: entities of HTML,
 * characters XML has not, two declarations.
 */
const forgivable: readonly RegExp[] = [
  /undefined entity/,
  /malformed character entity/,
  /disallowed character/,
  /XML declaration must be at the start/,
  /version number must|encoding must|processing instruction/,
];

/**
 * Reads the first element with all it holds; whatever follows its end is ignored.
 *
 * A document type declaration is refused, and no entity but XML's own five is ever replaced, so a document cannot grow.
 * Its size is for the caller to bound.
 */
export async function parseXml(octets: Uint8Array, contentType?: string): Promise<Result<XmlElement, XmlFailure>> {
  const { SaxesParser: Parser } = await import("saxes");
  const text = decodeXmlText(octets, contentType);
  const first = build(new Parser({}), text);
  // Names as `Tom & Jerry` are written without thought; everything that is wrong elsewhere stays wrong.
  const repaired = text.replace(/&(?!(?:#\d+|#x[0-9a-f]+|\w+);)/gi, "&amp;");
  return first.ok || repaired === text ? first : build(new Parser({}), repaired);
}

/** An element whose end has not come. */
interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

function build(parser: SaxesParser, text: string): Result<XmlElement, XmlFailure> {
  const open: OpenElement[] = [];
  let count = 0;
  let root: XmlElement | undefined;
  let refusal: XmlFailure | undefined;
  const refuse = (code: XmlFailure["code"], detail: string): void => {
    if (root === undefined) refusal ??= { code, detail };
  };
  parser.on("error", ({ message }) => {
    if (!forgivable.some((pattern) => pattern.test(message))) refuse("not-xml", message);
  });
  parser.on("doctype", () => refuse("xml-doctype", "it declares a document type"));
  parser.on("opentag", (tag) => {
    if (root !== undefined || refusal !== undefined) return;
    count += 1;
    if (open.length >= deepest) refuse("xml-too-deep", `more than ${deepest} elements deep`);
    else if (count > mostElements) refuse("xml-too-long", `more than ${mostElements} elements`);
    else open.push({ name: localName(tag.name), text: "", children: [] });
  });
  const onText = (characters: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += characters;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", () => {
    const element = refusal === undefined ? open.pop() : undefined;
    if (element === undefined) return;
    const whole = { name: element.name, text: element.text.trim(), children: element.children };
    const parent = open.at(-1);
    if (parent === undefined) root ??= whole;
    else parent.children.push(whole);
  });
  parser.write(text).close();
  if (refusal !== undefined) return failure(refusal);
  return root === undefined ? failure({ code: "not-xml", detail: "holds no element" }) : ok(root);
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1).toLowerCase();
}

/** The first child of that name, which is given in lower case. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** Text of the first child of that name; undefined where there is none or it is empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = childOf(element, name)?.text;
  return text === "" ? undefined : text;
}

/** The element itself or the first below it, in document order, that fits. */
export function findElement(element: XmlElement, fits: (candidate: XmlElement) => boolean): XmlElement | undefined {
  if (fits(element)) return element;
  for (const child of element.children) {
    const found = findElement(child, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}
