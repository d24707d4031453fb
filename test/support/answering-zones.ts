import type { Revision } from "../../src/core/journal.ts";
import { OwnerName } from "../../src/core/name.ts";
import type { RRset } from "../../src/core/rrset.ts";
import { parseType } from "../../src/core/rr-type.ts";
import { serialOf } from "../../src/core/serial.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";
import { Answerer, type AnswererOptions, largestFrame } from "../../src/authority/answer.ts";
import { ZoneTable } from "../../src/authority/zone-table.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import { type EdnsOption, optionCode } from "../../src/wire/edns.ts";
import { type Opcode, opcodeOfCode } from "../../src/wire/opcode.ts";
import { parseRdata, printRdata } from "../../src/wire/rdata/registry.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { parseClass } from "../../src/wire/rr-class.ts";
import { readZone } from "../../src/zonefile/read.ts";
import { toHex } from "../../src/core/octets.ts";
import { expectOk } from "./expect-ok.ts";
import { hex } from "./hex.ts";
import { SeededRandom } from "./seeded-random.ts";
import { address, name, ttl } from "./values.ts";
import { entryItem } from "./zone-histories.ts";

/** Zones in presentation form, served, and questions to them in words. */

export interface AnsweringOptions extends AnswererOptions {
  readonly reflecting?: readonly string[];
}

export class AnsweringZones {
  readonly table: ZoneTable;
  readonly answerer: Answerer;
  #revision = 0;

  /** Serves each master file as a zone. */
  constructor(texts: readonly string[], options: AnsweringOptions = {}) {
    const reflecting = (options.reflecting ?? []).map(name);
    this.table = new ZoneTable({ random: new SeededRandom(), largestOctets: 2 ** 26, reflecting });
    for (const text of texts) this.add(text);
    this.answerer = new Answerer(this.table.memory, options);
  }

  /** Serves one more zone. Its serial is that of the text: the base undoes what the revision adds. */
  add(text: string): void {
    const { apex, rrsets } = expectOk(readZone(dedented(text)));
    this.#revision += 1;
    const soa = rrsets.find((rrset) => rrset.type === "SOA")?.rdata[0] ?? new Uint8Array(20);
    const serial = new DataView(soa.buffer, soa.byteOffset + soa.length - 20).getUint32(0);
    const changes: readonly ZoneChange[] = [
      { kind: "zone-added", serialBase: serialOf(serial - this.#revision) },
      ...rrsets.map((rrset): ZoneChange => ({ kind: "rrset-replaced", ...rrset })),
    ];
    this.table.apply([{ kind: "state", revision: this.#revision as Revision, zone: apex, changes }]);
  }

  /**
   * Makes one entry of records in presentation form, each of which replaces its RRset; one without RDATA removes it. The
   * serial counts on from that of the text.
   */
  change(apex: string, ...records: readonly string[]): void {
    const changes = records.map((record): ZoneChange => {
      const [owner = "", seconds, typeText = "", ...rdata] = record.split(" ");
      const type = parseType(typeText) ?? "A";
      if (rdata.length === 0) return { kind: "rrset-removed", owner: name(owner), type };
      const octets = expectOk(parseRdata(type, rdata.join(" "), name(apex)));
      return { kind: "rrset-replaced", owner: name(owner), type, ttl: ttl(Number(seconds)), rdata: [octets] };
    });
    this.#commit(apex, changes);
  }

  /** Makes one entry that replaces an RRset by octets, which need not be what the type demands. */
  replace(apex: string, rrset: RRset): void {
    this.#commit(apex, [{ kind: "rrset-replaced", ...rrset }]);
  }

  /** The octets of an answer; undefined for none. */
  answer(
    request: Uint8Array,
    transport: "datagram" | "stream" = "datagram",
    from = "192.0.2.53",
  ): Uint8Array | undefined {
    const message = new Uint8Array(largestFrame);
    message.set(request);
    const length = this.answerer.answer(message, 0, request.length, transport, { address: address(from) });
    return length === 0 ? undefined : message.subarray(0, length);
  }

  #commit(apex: string, changes: readonly ZoneChange[]): void {
    this.#revision += 1;
    this.table.apply([entryItem(this.#revision, { zone: name(apex), changes })]);
  }

  /** Asks a question in words, see `queryOf`, and gives the answer in lines, see `linesOf`. */
  ask(question: string): readonly string[] {
    const words = question.split(" ");
    const from = words.find((word) => word.startsWith("from="))?.slice(5);
    const answer = this.answer(queryOf(question), words.includes("+tcp") ? "stream" : "datagram", from);
    return answer === undefined ? ["nothing"] : linesOf(expectOk(decodeMessage(answer)));
  }
}

/**
 * The octets of `NAME TYPE` and any of: a class, `+edns` or `+edns=SIZE`, `+do`, `+version=N`, `+rd`, `+cd`, `+ad`,
 * `opcode=NAME`, `+cookie=HEX`, `+nsid`, `+keepalive`. Words for the transport (`+tcp`, `from=ADDRESS`) are not its business.
 */
export function queryOf(question: string): Uint8Array {
  const [owner = "", type = "", ...words] = question.split(" ");
  const value = (key: string): string | undefined =>
    words.find((word) => word === key || word.startsWith(`${key}=`))?.slice(key.length + 1);
  const hasEdns = ["+edns", "+do", "+version", "+cookie", "+nsid", "+keepalive"].some(
    (key) => value(key) !== undefined,
  );
  const message: Message = {
    ...emptyMessage,
    id: 0x1234,
    opcode: opcodes.find((opcode) => opcode === value("opcode")) ?? "QUERY",
    flags: { ...emptyMessage.flags, rd: words.includes("+rd"), cd: words.includes("+cd"), ad: words.includes("+ad") },
    question: [
      {
        name: expectOk(OwnerName.parse(owner)),
        type: parseType(type) ?? "A",
        class: words.map(parseClass).find((parsed) => parsed !== undefined) ?? "IN",
      },
    ],
    edns: hasEdns
      ? {
          version: Number(value("+version") ?? 0),
          payloadOctets: Number(value("+edns") || 1232),
          isDnssecOk: words.includes("+do"),
          options: optionsOf(words),
        }
      : undefined,
  };
  return expectOk(encodeMessage(message, largestFrame)).octets;
}

function optionsOf(words: readonly string[]): readonly EdnsOption[] {
  return words.flatMap((word): readonly EdnsOption[] => {
    const [key, value = ""] = word.split("=");
    if (key === "+cookie") return [{ code: optionCode.cookie, data: hex(value) }];
    if (key === "+nsid") return [{ code: optionCode.nsid, data: new Uint8Array() }];
    return key === "+keepalive" ? [{ code: optionCode.tcpKeepalive, data: new Uint8Array() }] : [];
  });
}

/** Options in the words of `dig`. */
function optionText({ code, data }: EdnsOption): string {
  if (code === optionCode.extendedError) return ` ede=${((data[0] ?? 0) << 8) | (data[1] ?? 0)}`;
  if (code === optionCode.nsid) return ` nsid=${new TextDecoder().decode(data)}`;
  if (code === optionCode.tcpKeepalive) return ` keepalive=${((data[0] ?? 0) << 8) | (data[1] ?? 0)}`;
  return code === optionCode.cookie ? ` cookie=${toHex(data)}` : ` option${code}=${toHex(data)}`;
}

const opcodes: readonly Opcode[] = Array.from({ length: 16 }, (_, code) => opcodeOfCode(code));

/** Response code and flags; one line per record after the name of its section; a line about EDNS if there is any. */
export function linesOf(message: Message): readonly string[] {
  const flags = Object.entries(message.flags).filter(([flag, isSet]) => isSet && flag !== "qr");
  const section = (label: string, records: readonly ResourceRecord[]): readonly string[] =>
    records.map((record) => `${label} ${lineOf(record)}`);
  const { edns } = message;
  return [
    [message.rcode, ...flags.map(([flag]) => flag)].join(" "),
    ...section("answer", message.answer),
    ...section("authority", message.authority),
    ...section("additional", message.additional),
    ...(edns === undefined
      ? []
      : [
          `edns ${edns.version} ${edns.payloadOctets}${edns.isDnssecOk ? " do" : ""}${edns.options.map(optionText).join("")}`,
        ]),
  ];
}

function lineOf({ owner, ttl, class: rrClass, type, rdata }: ResourceRecord): string {
  const shownClass = rrClass === "IN" ? "" : ` ${rrClass}`;
  return `${owner} ${ttl}${shownClass} ${type} ${printRdata(type, rdata)}`;
}

/** Without the indentation that a text has from standing inside code; what a line has beyond that means something. */
export function dedented(text: string): string {
  const lines = text.split("\n");
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join("\n");
}
