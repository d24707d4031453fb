/** Numbers of the protocol that the data plane compares with; it has no time for their mnemonics. IANA "DNS Parameters" */

export const typeCode = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  SVCB: 64,
  HTTPS: 65,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  MAILB: 253,
  MAILA: 254,
  ANY: 255,
} as const;

export const classCode = { IN: 1, CH: 3 } as const;

export const rcodeCode = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  NOTAUTH: 9,
  BADVERS: 16,
  BADCOOKIE: 23,
} as const;

/** Extended errors. RFC 8914 §4 */
export const extendedErrorCode = {
  notReady: 14,
  prohibited: 18,
  notAuthoritative: 20,
  notSupported: 21,
  invalidData: 24,
} as const;

export const opcodeCode = { QUERY: 0, NOTIFY: 4, UPDATE: 5 } as const;

/** Octets before the question. RFC 1035 §4.1.1 */
export const headerOctets = 12;
