import type { OwnerName } from "../../core/name.ts";
import type { KnownType } from "../../core/rr-type.ts";
import { readName } from "../read-name.ts";
import type { Reader } from "../reader.ts";
import { parseOctets } from "./character-string.ts";
import type { Fields } from "./fields.ts";
import type { RdataType } from "./rdata-type.ts";
import { codeOfKey, keyOfCode } from "./svcb-keys.ts";
import { formOf } from "./svcb-values.ts";

/** The form that SVCB and HTTPS share. RFC 9460 §2.2 */
export interface SvcbForm {
  /** 0 makes the owner an alias of the target; else lower is tried first. RFC 9460 §2.4.1 */
  readonly priority: number;
  /** The root stands for the owner itself, in an alias for "not available". RFC 9460 §2.5 */
  readonly target: OwnerName;
  /** In ascending order of keys. */
  readonly parameters: readonly ServiceParameter[];
}

/** A key and its value in wire form. */
export interface ServiceParameter {
  readonly key: number;
  readonly value: Uint8Array;
}

const mandatoryKey = 0;
const alpnKey = 1;
const noDefaultAlpnKey = 2;

/** A type of this form. */
export function svcbForm(type: KnownType): RdataType<SvcbForm> {
  return {
    type,
    decode: (reader) => ({ priority: reader.uint16(), target: readName(reader), parameters: readParameters(reader) }),
    encode: (writer, { priority, target, parameters }) => {
      writer.uint16(priority);
      writer.write(target.wire);
      for (const { key, value } of parameters) {
        writer.uint16(key);
        writer.uint16(value.length);
        writer.write(value);
      }
    },
    scan: (fields) => ({ priority: fields.uint16(), target: fields.name(), parameters: scanParameters(fields) }),
    print: ({ priority, target, parameters }) => [priority, target, ...parameters.map(printParameter)].join(" "),
  };
}

function readParameters(reader: Reader): readonly ServiceParameter[] {
  const start = reader.offset;
  const parameters: ServiceParameter[] = [];
  while (reader.remaining > 0) {
    const at = reader.offset;
    const key = reader.uint16();
    const value = reader.take(reader.uint16());
    const isAscending = key > (parameters.at(-1)?.key ?? -1);
    if (!isAscending || key === 0xffff || !formOf(key).isValid(value)) reader.fail("rdata-malformed", at);
    parameters.push({ key, value });
  }
  if (!agree(parameters)) reader.fail("rdata-malformed", start);
  return parameters;
}

function scanParameters(fields: Fields): readonly ServiceParameter[] {
  const parameters: ServiceParameter[] = [];
  while (fields.remaining > 0) {
    const parameter = scanParameter(fields);
    if (parameter === undefined) fields.fail("not-a-service-parameter");
    else if (parameters.some(({ key }) => key === parameter.key)) fields.fail("service-parameter-twice");
    else parameters.push(parameter);
  }
  const sorted = parameters.toSorted((a, b) => a.key - b.key);
  if (!agree(sorted)) fields.fail("service-parameters-disagree");
  return sorted;
}

/** One `key`, `key=value` or `key="value"`. */
function scanParameter(fields: Fields): ServiceParameter | undefined {
  const word = fields.word();
  const equals = word.indexOf("=");
  const key = codeOfKey(equals < 0 ? word : word.slice(0, equals));
  // A quotation mark ends a word, so that a quoted value is the next one.
  const hasQuotedValue = equals === word.length - 1 && fields.isQuotedAhead;
  const text = hasQuotedValue ? fields.octets() : parseOctets(equals < 0 ? "" : word.slice(equals + 1));
  if (key === undefined || text === undefined) return undefined;
  const value = formOf(key).parse(text);
  return value === undefined || !formOf(key).isValid(value) ? undefined : { key, value };
}

/** What one key demands of the others. RFC 9460 §7.1.1, §8 */
function agree(parameters: readonly ServiceParameter[]): boolean {
  const keys = new Set(parameters.map(({ key }) => key));
  if (keys.has(noDefaultAlpnKey) && !keys.has(alpnKey)) return false;
  const wanted = parameters.find(({ key }) => key === mandatoryKey)?.value ?? new Uint8Array(0);
  for (let at = 0; at < wanted.length; at += 2) {
    if (!keys.has(((wanted[at] ?? 0) << 8) | (wanted[at + 1] ?? 0))) return false;
  }
  return true;
}

function printParameter({ key, value }: ServiceParameter): string {
  const text = formOf(key).print(value);
  return text === "" ? keyOfCode(key) : `${keyOfCode(key)}=${text}`;
}
