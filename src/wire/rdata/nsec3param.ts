import { type Nsec3Hashing, printHashing, readHashing, scanHashing, writeHashing } from "./nsec3-hashing.ts";
import type { RdataType } from "./rdata-type.ts";

/** How a server must hash names to find NSEC3 records. RFC 5155 §4.1 */
export const nsec3param: RdataType<Nsec3Hashing> = {
  type: "NSEC3PARAM",
  decode: readHashing,
  encode: writeHashing,
  scan: scanHashing,
  print: printHashing,
};
