import { toHex } from "../../src/core/octets.ts";
import type { Message } from "../../src/wire/message.ts";
import { lowerCaseRdata } from "../../src/wire/rdata/layout.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";

/**
 * A message as strings and numbers, for comparing: the test runner does not look into private fields. Names are in lower
 * case, since compression may give a name the case of one that stands before it. RFC 4343 §4.1
 */
export function plainMessage(message: Message): unknown {
  const { edns, tsig } = message;
  return {
    ...message,
    question: message.question.map((question) => ({ ...question, name: question.name.key })),
    answer: message.answer.map(plainRecord),
    authority: message.authority.map(plainRecord),
    additional: message.additional.map(plainRecord),
    edns: edns && {
      ...edns,
      options: edns.options.map((option) => ({ code: option.code, data: toHex(option.data) })),
    },
    tsig: tsig && {
      ...tsig,
      keyName: tsig.keyName.key,
      algorithm: tsig.algorithm.key,
      mac: toHex(tsig.mac),
      otherData: toHex(tsig.otherData),
    },
  };
}

function plainRecord(record: ResourceRecord): unknown {
  return { ...record, owner: record.owner.key, rdata: toHex(lowerCaseRdata(record.type, record.rdata)) };
}
