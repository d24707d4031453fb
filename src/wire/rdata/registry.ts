import { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { RRType } from "../../core/rr-type.ts";
import type { Decoded } from "../decode.ts";
import { Reader } from "../reader.ts";
import { Writer } from "../writer.ts";
import { a } from "./a.ts";
import { aaaa } from "./aaaa.ts";
import { caa } from "./caa.ts";
import { cname } from "./cname.ts";
import { dname } from "./dname.ts";
import { naptr } from "./naptr.ts";
import { tlsa } from "./tlsa.ts";
import { sshfp } from "./sshfp.ts";
import { svcb } from "./svcb.ts";
import { https } from "./https.ts";
import { uri } from "./uri.ts";
import { loc } from "./loc.ts";
import { ds } from "./ds.ts";
import { cds } from "./cds.ts";
import { dnskey } from "./dnskey.ts";
import { cdnskey } from "./cdnskey.ts";
import { rrsig } from "./rrsig.ts";
import { nsec } from "./nsec.ts";
import { nsec3 } from "./nsec3.ts";
import { nsec3param } from "./nsec3param.ts";
import { openpgpkey } from "./openpgpkey.ts";
import { csync } from "./csync.ts";
import { zonemd } from "./zonemd.ts";
import { Fields, type ScanFailure } from "./fields.ts";
import { mx } from "./mx.ts";
import { ns } from "./ns.ts";
import { ptr } from "./ptr.ts";
import type { RdataType } from "./rdata-type.ts";
import { soa } from "./soa.ts";
import { srv } from "./srv.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { txt } from "./txt.ts";
import { genericMark, printGeneric, scanGeneric } from "./unknown.ts";

/** RDATA between octets, words and values, whatever the type. */

/** Largest RDATA: its length has 16 bits. RFC 1035 §3.2.1 */
const largestRdata = 65_535;

/** Room that most RDATA fits. */
const usualRdata = 64;

/** RDATA as a value; the octets stand alone, with names uncompressed. */
export function decodeRdata<T>(type: RdataType<T>, rdata: Uint8Array): Decoded<T> {
  const reader = Reader.ofRdata(rdata);
  const value = type.decode(reader);
  return reader.finishAtEnd(value);
}

/**
 * A value as RDATA with names uncompressed.
 *
 * @throws BrokenInvariant when it is longer than RDATA can be.
 */
export function encodeRdata<T>(type: RdataType<T>, value: T): Uint8Array {
  const writer = new Writer(largestRdata, usualRdata);
  type.encode(writer, value);
  return writer.finish();
}

/** What can be done with a type without knowing its value. */
interface TypeErased {
  check(rdata: Uint8Array): Decoded<undefined>;
  scan(fields: Fields): Result<Uint8Array, ScanFailure>;
  print(rdata: Uint8Array): string | undefined;
}

function erase<T>(type: RdataType<T>): readonly [RRType, TypeErased] {
  const erased: TypeErased = {
    check(rdata) {
      const decoded = decodeRdata(type, rdata);
      return decoded.ok ? ok(undefined) : decoded;
    },
    scan(fields) {
      const scanned = fields.finish(type.scan(fields));
      if (!scanned.ok) return scanned;
      const writer = new Writer(largestRdata, usualRdata);
      type.encode(writer, scanned.value);
      return writer.hasOverflowed ? failure({ code: "rdata-too-long", field: 0 }) : ok(writer.finish());
    },
    print(rdata) {
      const decoded = decodeRdata(type, rdata);
      return decoded.ok ? type.print(decoded.value) : undefined;
    },
  };
  return [type.type, erased];
}

const registry: ReadonlyMap<RRType, TypeErased> = new Map([
  erase(a),
  erase(ns),
  erase(cname),
  erase(soa),
  erase(ptr),
  erase(mx),
  erase(txt),
  erase(aaaa),
  erase(srv),
  erase(caa),
  erase(loc),
  erase(naptr),
  erase(dname),
  erase(ds),
  erase(sshfp),
  erase(rrsig),
  erase(nsec),
  erase(dnskey),
  erase(nsec3),
  erase(nsec3param),
  erase(tlsa),
  erase(cds),
  erase(cdnskey),
  erase(openpgpkey),
  erase(csync),
  erase(zonemd),
  erase(svcb),
  erase(https),
  erase(uri),
]);

/** Whether octets are RDATA of a type, names uncompressed. Octets of types we do not know are always. */
export function checkRdata(type: RRType, rdata: Uint8Array): Decoded<undefined> {
  const known = registry.get(type);
  if (known !== undefined) return known.check(rdata);
  return rdata.length <= largestRdata ? ok(undefined) : failure({ code: "rdata-malformed", offset: largestRdata });
}

/** RDATA from words in presentation form, or in the generic form that every type has. RFC 1035 §5.1, RFC 3597 §5 */
export function scanRdata(
  type: RRType,
  tokens: readonly Token[],
  origin: OwnerName | undefined,
): Result<Uint8Array, ScanFailure> {
  const known = registry.get(type);
  const fields = new Fields(tokens, origin);
  const [first] = tokens;
  if (first?.isQuoted === false && first.text === genericMark) {
    fields.word();
    const rdata = fields.finish(scanGeneric(fields));
    return rdata.ok && known?.check(rdata.value).ok === false ? failure({ code: "rdata-malformed", field: 0 }) : rdata;
  }
  return known === undefined ? failure({ code: "no-presentation-form", field: 0 }) : known.scan(fields);
}

/** RDATA from one line of text as interfaces of DNS services give it; names are absolute unless an origin is given. */
export function parseRdata(
  type: RRType,
  text: string,
  origin: OwnerName = OwnerName.root,
): Result<Uint8Array, ScanFailure> {
  const tokens = tokensOf(text);
  return tokens === undefined ? failure({ code: "quote-not-closed", field: 0 }) : scanRdata(type, tokens, origin);
}

/** One line that `parseRdata` and master files read back; the generic form where the type has no other. */
export function printRdata(type: RRType, rdata: Uint8Array): string {
  return registry.get(type)?.print(rdata) ?? printGeneric(rdata);
}
