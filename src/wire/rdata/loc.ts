import type { Reader } from "../reader.ts";
import type { Fields } from "./fields.ts";
import { centimetresOf, octetOf } from "./loc-size.ts";
import type { RdataType } from "./rdata-type.ts";

/** Where on earth the owner is. RFC 1876 §2 */
export interface Loc {
  /** Diameter of a sphere around the owner, as an octet of digit and power of ten. */
  readonly size: number;
  readonly horizontalPrecision: number;
  readonly verticalPrecision: number;
  /** Thousandths of a second of arc, north positive, of WGS 84. */
  readonly latitude: number;
  /** As latitude, east positive. */
  readonly longitude: number;
  /** Centimetres above the reference spheroid. */
  readonly altitude: number;
}

/** What stands for latitude and longitude 0. RFC 1876 §2 */
const origin = 2 ** 31;
/** Thousandths of a second in a degree. */
const degree = 3_600_000;
const mostLatitude = 90 * degree;
const mostLongitude = 180 * degree;
/** Centimetres from where altitudes begin up to the spheroid. RFC 1876 §2 */
const lowest = 10_000_000;
const largestSize = 9_000_000_000;
/** 1 m, 10 km and 10 m, where nothing is written. RFC 1876 §3 */
const defaultSizes = [100, 1_000_000, 1_000] as const;

export const loc: RdataType<Loc> = {
  type: "LOC",
  decode: (reader) => {
    const at = reader.offset;
    // Nothing is known of other versions. RFC 1876 §2
    if (reader.uint8() !== 0) reader.fail("rdata-malformed", at);
    return {
      size: readSize(reader),
      horizontalPrecision: readSize(reader),
      verticalPrecision: readSize(reader),
      latitude: readAngle(reader, mostLatitude),
      longitude: readAngle(reader, mostLongitude),
      altitude: reader.uint32() - lowest,
    };
  },
  encode: (writer, { size, horizontalPrecision, verticalPrecision, latitude, longitude, altitude }) => {
    writer.uint8(0);
    writer.uint8(size);
    writer.uint8(horizontalPrecision);
    writer.uint8(verticalPrecision);
    writer.uint32(latitude + origin);
    writer.uint32(longitude + origin);
    writer.uint32(altitude + lowest);
  },
  scan: (fields) => {
    const latitude = scanAngle(fields, 90, { N: 1, S: -1 });
    const longitude = scanAngle(fields, 180, { E: 1, W: -1 });
    const altitude = scanMetres(fields, -lowest, 2 ** 32 - 1 - lowest);
    const [size = 0, horizontalPrecision = 0, verticalPrecision = 0] = defaultSizes.map((usual) =>
      octetOf(fields.remaining > 0 ? scanMetres(fields, 0, largestSize) : usual),
    );
    return { size, horizontalPrecision, verticalPrecision, latitude, longitude, altitude };
  },
  print: ({ size, horizontalPrecision, verticalPrecision, latitude, longitude, altitude }) => {
    const sizes = [size, horizontalPrecision, verticalPrecision];
    // Zero times a power of ten is written as zero, and would be read as another octet.
    if (sizes.some((octet) => octet !== 0 && centimetresOf(octet) === 0)) return undefined;
    const lengths = [altitude, ...sizes.map((octet) => centimetresOf(octet) ?? 0)].map(printMetres);
    return `${printAngle(latitude, "N", "S")} ${printAngle(longitude, "E", "W")} ${lengths.join(" ")}`;
  },
};

function readSize(reader: Reader): number {
  const at = reader.offset;
  const octet = reader.uint8();
  if (centimetresOf(octet) === undefined) reader.fail("rdata-malformed", at);
  return octet;
}

function readAngle(reader: Reader, most: number): number {
  const at = reader.offset;
  const angle = reader.uint32() - origin;
  if (reader.failure === undefined && Math.abs(angle) > most) reader.fail("rdata-malformed", at);
  return angle;
}

/** Degrees, minutes and seconds, of which the last may be left out, and the side. */
function scanAngle(fields: Fields, mostDegrees: number, sides: Readonly<Record<string, 1 | -1>>): number {
  let angle = scanDecimal(fields, 0, mostDegrees, 0) * degree;
  for (const [unit, digits] of [
    [60_000, 0],
    [1_000, 3],
  ] as const) {
    if (Object.hasOwn(sides, ahead(fields))) break;
    const most = digits === 0 ? 59 : 59_999;
    angle += scanDecimal(fields, 0, most, digits) * (unit / 10 ** digits);
  }
  const side = sides[ahead(fields)];
  fields.word();
  if (side === undefined || angle > mostDegrees * degree) fields.fail("not-a-coordinate");
  return angle === 0 ? 0 : angle * (side ?? 1);
}

function ahead(fields: Fields): string {
  return (fields.ahead() ?? "").toUpperCase();
}

/** Metres with up to two decimal places, with or without `m`, as centimetres. */
function scanMetres(fields: Fields, least: number, most: number): number {
  return scanDecimal(fields, least, most, 2, "m");
}

/** A decimal number, as a multiple of its smallest digit. */
function scanDecimal(fields: Fields, least: number, most: number, digits: number, unit = ""): number {
  const text = fields.word();
  const number = text.toLowerCase().endsWith(unit) ? text.slice(0, text.length - unit.length) : text;
  const parts = /^(?<sign>[-+]?)(?<whole>\d{1,10})(?:\.(?<fraction>\d*))?$/.exec(number)?.groups;
  const fraction = parts?.["fraction"] ?? "";
  const value = Number(`${parts?.["sign"] ?? ""}${parts?.["whole"]}${fraction.padEnd(digits, "0")}`);
  const isRight = parts !== undefined && fraction.length <= digits && value >= least && value <= most;
  if (!isRight) fields.fail("not-a-coordinate");
  return isRight ? value : 0;
}

function printAngle(angle: number, positive: string, negative: string): string {
  const size = Math.abs(angle);
  const seconds = (size % 60_000) / 1_000;
  const minutes = Math.floor(size / 60_000) % 60;
  return `${Math.floor(size / degree)} ${minutes} ${seconds.toFixed(3)} ${angle < 0 ? negative : positive}`;
}

function printMetres(centimetres: number): string {
  return `${(centimetres / 100).toFixed(2)}m`;
}
