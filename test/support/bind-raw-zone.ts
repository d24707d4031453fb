import { toHex } from "../../src/core/octets.ts";

/**
 * Reads BIND's "raw" form of a zone, in which names and RDATA are as in messages but never compressed: records as BIND
 * understood them, without any reader of master files of ours. One line per record, `OWNER TTL TYPE RDATA` with octets in
 * hexadecimal. ISC, `dns_masterrawheader_t` and `dns_masterrawrdataset_t` in lib/dns/include/dns/masterdump.h, 9.18.
 */
export function bindRawLines(octets: Uint8Array): readonly string[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const [format, version] = [view.getUint32(0), view.getUint32(4)];
  if (format !== 2 || version > 1) throw new Error(`not a raw zone: format ${format}, version ${version}`);
  const lines: string[] = [];
  let at = version === 0 ? 12 : 24;
  while (at < octets.length) {
    const type = view.getUint16(at + 6);
    const [ttl, count] = [view.getUint32(at + 10), view.getUint32(at + 14)];
    at += 18;
    const take = (): string => {
      const length = view.getUint16(at);
      at += 2 + length;
      return toHex(octets.subarray(at - length, at));
    };
    const owner = take();
    for (let index = 0; index < count; index += 1) lines.push(`${owner} ${ttl} ${type} ${take()}`);
  }
  return lines;
}
