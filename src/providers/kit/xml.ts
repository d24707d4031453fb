import { SaxesParser } from "saxes";
import type { Json } from "./json.ts";

/**
 * XML answers as the trees that paths read. Nothing is forgiven: a document with a flaw is no answer. Imported with the
 * first XML answer only, as is the parser (decision 0009).
 */

/** Deeper or longer documents are no answers to what we ask; zones of 10 000 records have some 50 000 elements. */
const deepest = 32;
const mostElements = 100_000;

/** An element whose end has not come. */
interface OpenElement {
  readonly name: string;
  text: string;
  readonly members: Map<string, Json[]>;
}

/**
 * The tree of a document; undefined when it is not well-formed, declares a document type, or is too large.
 *
 * An element that holds only characters is a text. Every other is an object: its children are lists by name, also where
 * there is one, and its attributes are texts by `@name`. Prefixes are left out, since services choose them at will. The
 * tree has one member, the outermost element.
 */
export function parseXml(text: string): Json | undefined {
  const parser = new SaxesParser({});
  const open: OpenElement[] = [];
  let root: Json | undefined;
  let count = 0;
  let isFlawed = false;
  const refuse = (): void => {
    isFlawed = true;
  };
  parser.on("error", refuse);
  parser.on("doctype", refuse);
  parser.on("opentag", ({ name, attributes }) => {
    count += 1;
    if (open.length >= deepest || count > mostElements) refuse();
    if (isFlawed) return;
    const named = Object.entries(attributes).filter(([attribute]) => !/^xmlns(:|$)/.test(attribute));
    const members = new Map(named.map(([attribute, value]): [string, Json[]] => [`@${localName(attribute)}`, [value]]));
    open.push({ name: localName(name), text: "", members });
  });
  const onText = (characters: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += characters;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", () => {
    const element = isFlawed ? undefined : open.pop();
    if (element === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = Object.fromEntries([[element.name, treeOf(element)]]);
    else listOf(parent, element.name).push(treeOf(element));
  });
  parser.write(text).close();
  return isFlawed ? undefined : root;
}

function listOf({ members }: OpenElement, name: string): Json[] {
  const list = members.get(name) ?? [];
  members.set(name, list);
  return list;
}

function treeOf({ text, members }: OpenElement): Json {
  if (members.size === 0) return text.trim();
  const named = [...members].map(([name, values]): [string, Json] => [
    name,
    name.startsWith("@") ? (values[0] ?? "") : values,
  ]);
  return Object.fromEntries(text.trim() === "" ? named : [...named, ["#text", text.trim()]]);
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}
