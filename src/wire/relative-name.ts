import { longestLabel, longestName, type NameFailure, OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";

/** Names as master files write them: absolute with the final dot, else relative to an origin. RFC 1035 §5.1 */

const dot = 0x2e;
const backslash = 0x5c;

/** No longer text is a name: the longest way to write one of its octets is `\\DDD`. */
const longestText = 4 * longestName;

/** Why a text is not a name; `origin-missing` when it is relative to nothing. */
export interface RelativeNameFailure {
  readonly code: NameFailure["code"] | "origin-missing";
}

/**
 * Reads a name. `@` alone is the origin; without a final dot the origin is appended. Escapes and other scripts are as in
 * `OwnerName.parse`.
 */
export function parseRelativeName(text: string, origin: OwnerName | undefined): Result<OwnerName, RelativeNameFailure> {
  if (text.length > longestText) return failure({ code: "name-too-long" });
  if (origin !== undefined) return text === "@" ? ok(origin) : (parsePlain(text, origin) ?? parseAny(text, origin));
  return endsWithDot(text) ? parseAny(text, OwnerName.root) : failure({ code: "origin-missing" });
}

/** Names of printable ASCII without escapes, which nearly all are; undefined for others, and for anything wrong. */
function parsePlain(text: string, origin: OwnerName): Result<OwnerName, NameFailure> | undefined {
  const isAbsolute = text.charCodeAt(text.length - 1) === dot;
  const tail = isAbsolute ? undefined : origin.wire;
  const length = text.length + 1 + (tail?.length ?? 0);
  if (length > longestName || text === "." || text === "") return undefined;
  const wire = new Uint8Array(length);
  let labelStart = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index === text.length ? dot : text.charCodeAt(index);
    if (code < 0x21 || code > 0x7e || code === backslash) return undefined;
    if (code !== dot) {
      wire[index + 1] = code;
      continue;
    }
    if (index === text.length && isAbsolute) break;
    const labelLength = index - labelStart;
    if (labelLength === 0 || labelLength > longestLabel) return undefined;
    wire[labelStart] = labelLength;
    labelStart = index + 1;
  }
  if (tail !== undefined) wire.set(tail, text.length + 1);
  return ok(OwnerName.ofWire(wire));
}

function parseAny(text: string, origin: OwnerName): Result<OwnerName, NameFailure> {
  const name = OwnerName.parse(text);
  if (!name.ok || endsWithDot(text)) return name;
  const { wire } = name.value;
  const tail = origin.wire;
  const joined = new Uint8Array(wire.length - 1 + tail.length);
  if (joined.length > longestName) return failure({ code: "name-too-long" });
  joined.set(wire.subarray(0, -1));
  joined.set(tail, wire.length - 1);
  return ok(OwnerName.ofWire(joined));
}

/** True when the text ends with a dot that no backslash escapes. */
function endsWithDot(text: string): boolean {
  let last = text.length - 1;
  if (text.charCodeAt(last) !== dot) return false;
  let isEscaped = false;
  for (last -= 1; text.charCodeAt(last) === backslash; last -= 1) isEscaped = !isEscaped;
  return !isEscaped;
}
