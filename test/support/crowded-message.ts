import { Writer } from "../../src/wire/writer.ts";
import { writeHeader, noFlags } from "../../src/wire/header.ts";
import { writeQuestion } from "../../src/wire/question.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { name } from "./values.ts";

/** A query of nearly 64 KiB: thousands of records that all point to the longest name, which each reader follows. */
export function crowdedMessage(id: number, type: RRType): Uint8Array {
  const writer = new Writer(65_535);
  const count = 5_000;
  const counts = { questionCount: 1, answerCount: 0, authorityCount: 0, additionalCount: count };
  writeHeader(writer, { id, opcode: "QUERY", flags: noFlags, lowRcode: 0, ...counts });
  writeQuestion(writer, { name: name("a.".repeat(126)), type, class: "IN" });
  const record = Uint8Array.of(0xc0, 12, 0, 99, 0, 1, 0, 0, 0, 0, 0, 0);
  for (let left = count; left > 0; left -= 1) writer.write(record);
  return writer.finish();
}
