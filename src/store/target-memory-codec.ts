import type { ConfirmedValues, TargetId, TargetMemory } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { fromHex, toHex } from "../core/octets.ts";
import { type FailCode, failCodes } from "../core/outcome.ts";
import { parseType } from "../core/rr-type.ts";
import { parseOutcomeCode } from "./agent-event-codec.ts";
import { JsonFields } from "./json-fields.ts";

/** What the agent remembers about a target as JSON, and back. RDATA is in hexadecimal. */

export function encodeMemory(memory: TargetMemory): string {
  const { confirmed, unconfirmed } = memory;
  return JSON.stringify({
    ...memory,
    confirmed: confirmed && { ...confirmed, rdata: confirmed.rdata.map(toHex) },
    unconfirmed: unconfirmed?.map(toHex),
  });
}

/** Undefined for what is no memory, for instance after somebody edited the file. */
export function decodeMemory(text: string): TargetMemory | undefined {
  const fields = JsonFields.parse(text);
  return fields.sound({
    target: fields.text("target") as TargetId,
    type: fields.read("type", parseType, "A"),
    confirmed: fields.optional("confirmed", (name) => fields.nested(name, confirmedValues)),
    checkedAt: fields.optional("checkedAt", (name) => instant(fields, name)),
    configuration: fields.text("configuration"),
    held: fields.optional("held", (name) => fields.nested(name, held)),
    waiting: fields.optional("waiting", (name) => fields.nested(name, waiting)),
    unconfirmed: fields.optional("unconfirmed", (name) => fields.reads(name, fromHex)),
  });
}

function confirmedValues(fields: JsonFields): ConfirmedValues {
  const rdata = fields.reads("rdata", fromHex);
  return { rdata, at: instant(fields, "at"), configuration: fields.text("configuration") };
}

function held(fields: JsonFields): NonNullable<TargetMemory["held"]> {
  const code = fields.read("code", parseOutcomeCode, "request-refused");
  return { code, detail: fields.text("detail"), since: instant(fields, "since") };
}

function waiting(fields: JsonFields): NonNullable<TargetMemory["waiting"]> {
  const code = fields.read("code", parseFailCode, "timed-out");
  return { code, detail: fields.text("detail"), until: instant(fields, "until") };
}

function parseFailCode(text: string): FailCode | undefined {
  const isFailCode = (word: string): word is FailCode => Object.hasOwn(failCodes, word);
  return isFailCode(text) ? text : undefined;
}

function instant(fields: JsonFields, name: string): Instant {
  return Instant.ofMs(fields.number(name));
}
