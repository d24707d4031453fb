import { describe, expect, test } from "bun:test";
import { AnsweringZones, queryOf } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** OPT: in the answer whenever in the query, whatever else the query is. RFC 6891 */

const zones = new AnsweringZones([
  `
  $ORIGIN example.
  @    3600 SOA ns admin 1 3600 600 86400 300
  @    3600 NS  ns
  ns   3600 A   192.0.2.53
  `,
]);
const negative = "authority example. 300 SOA ns.example. admin.example. 1 3600 600 86400 300";

describe("EDNS", () => {
  conversation(
    zones,
    `
    ? ns.example. A
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53

    ? ns.example. A +edns
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53
    edns 0 1232

    # DO is repeated. RFC 3225 §3
    ? ns.example. A +do
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53
    edns 0 1232 do

    ? missing.example. A +edns
    NXDOMAIN aa
    ${negative}
    edns 0 1232

    ? elsewhere.test. A +edns
    REFUSED
    edns 0 1232 ede=20

    # A version we do not speak: only the highest that we do. RFC 6891 §6.1.3
    ? ns.example. A +version=1
    BADVERS
    edns 0 1232

    ? ns.example. A +version=255 +do
    BADVERS
    edns 0 1232 do

    ? ns.example. A opcode=STATUS +edns
    NOTIMP
    edns 0 1232 ede=21

    ? ns.example. OPT +edns
    FORMERR
    edns 0 1232

    ? ns.example. A +edns +tcp
    NOERROR aa
    answer ns.example. 3600 A 192.0.2.53
    edns 0 1232
    `,
  );

  /** A query with an additional section of these octets. */
  const withAdditional = (count: number, ...octets: readonly number[]): Uint8Array => {
    const query = Uint8Array.from([...queryOf("ns.example. A"), ...octets]);
    query[11] = count;
    return query;
  };
  const opt = [0, 0, 41, 4, 208, 0, 0, 0, 0];
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1];
  const rows: readonly [string, Uint8Array, string, boolean][] = [
    ["an option nobody knows / ignored", withAdditional(1, ...opt, 0, 6, 0xff, 0xf0, 0, 2, 1, 2), "NOERROR", true],
    ["an empty option / ignored", withAdditional(1, ...opt, 0, 4, 0, 3, 0, 0), "NOERROR", true],
    ["unknown flags / ignored", withAdditional(1, 0, 0, 41, 4, 208, 0, 0, 0x7f, 0xff, 0, 0), "NOERROR", true],
    ["an extended code in a query / ignored", withAdditional(1, 0, 0, 41, 4, 208, 9, 0, 0, 0, 0, 0), "NOERROR", true],
    ["another record before it / found", withAdditional(2, ...record, ...opt, 0, 0), "NOERROR", true],
    ["another record behind it / found", withAdditional(2, ...opt, 0, 0, ...record), "NOERROR", true],
    ["an option longer than OPT / refused", withAdditional(1, ...opt, 0, 4, 0, 3, 0, 9), "FORMERR", true],
    ["half an option / refused", withAdditional(1, ...opt, 0, 3, 0, 3, 0), "FORMERR", true],
    ["two OPT / refused", withAdditional(2, ...opt, 0, 0, ...opt, 0, 0), "FORMERR", true],
    ["OPT of a name / refused", withAdditional(1, 1, 0x61, ...opt, 0, 0), "FORMERR", false],
    ["OPT cut short / refused", withAdditional(1, ...opt), "FORMERR", false],
    ["octets behind it / refused", withAdditional(1, ...opt, 0, 0, 7), "FORMERR", true],
    ["more records announced than there are / refused", withAdditional(2, ...opt, 0, 0), "FORMERR", true],
  ];
  for (const [label, query, rcode, hasOpt] of rows) {
    test(label, () => {
      const answer = zones.answer(query) ?? new Uint8Array();
      expect((answer[3] ?? 0) & 15).toBe(rcode === "FORMERR" ? 1 : 0);
      expect(answer[11]).toBe(hasOpt ? 1 : 0);
    });
  }
});
