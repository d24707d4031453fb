import { Address } from "../core/address.ts";
import type { AgentEvent, MappingId, MappingLoss, TargetId } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { failCodes, type OutcomeCode, rejectCodes } from "../core/outcome.ts";
import type { UnknownReason } from "../core/verdict.ts";
import { JsonFields } from "./json-fields.ts";

/** Events of the agent as JSON, and back. */

type Kind = AgentEvent["kind"];

export function encodeEvent(event: AgentEvent): string {
  return JSON.stringify(event);
}

/** Undefined for what is no event, for instance after somebody edited the file. */
export function decodeEvent(text: string): AgentEvent | undefined {
  const fields = JsonFields.parse(text);
  const kind = fields.text("kind");
  return isKind(kind) ? fields.sound(readers[kind](fields)) : undefined;
}

const readers: Readonly<Record<Kind, (fields: JsonFields) => AgentEvent>> = {
  started: (fields) => ({ kind: "started", at: at(fields), version: fields.text("version") }),
  stopped: (fields) => ({ kind: "stopped", at: at(fields) }),
  "addresses-known": (fields) => ({
    kind: "addresses-known",
    at: at(fields),
    family: family(fields),
    addresses: fields.reads("addresses", parseAddress),
    because: fields.text("because"),
  }),
  "addresses-unknown": (fields) => ({
    kind: "addresses-unknown",
    at: at(fields),
    family: family(fields),
    reason: fields.read("reason", oneOf(unknownReasons), "not-asked-yet"),
  }),
  updated: (fields) => values("updated", fields),
  unchanged: (fields) => values("unchanged", fields),
  rejected: (fields) => refusal("rejected", fields),
  failed: (fields) => refusal("failed", fields),
  unconfirmed: (fields) => refusal("unconfirmed", fields),
  verified: (fields) => ({
    kind: "verified",
    at: at(fields),
    target: target(fields),
    servers: fields.texts("servers"),
    took: Duration.milliseconds(fields.number("took")),
  }),
  "not-verified": (fields) => ({
    kind: "not-verified",
    at: at(fields),
    target: target(fields),
    reason: fields.read("reason", oneOf(notVerifiedReasons), "no-server-answered"),
    detail: fields.text("detail"),
  }),
  "mapping-made": (fields) => ({
    kind: "mapping-made",
    at: at(fields),
    mapping: mapping(fields),
    protocol: fields.text("protocol"),
    router: fields.text("router"),
    externalAddress: fields.optional("externalAddress", (name) => fields.read(name, parseAddress, undefined)),
    externalPort: fields.number("externalPort"),
    wishedPort: fields.number("wishedPort"),
  }),
  "mapping-lost": (fields) => ({
    kind: "mapping-lost",
    at: at(fields),
    mapping: mapping(fields),
    because: fields.read("because", oneOf(mappingLosses), "lease-ended"),
  }),
  "mapping-failed": (fields) => ({
    kind: "mapping-failed",
    at: at(fields),
    mapping: mapping(fields),
    code: fields.text("code"),
    detail: fields.text("detail"),
    retryAt: Instant.ofMs(fields.number("retryAt")),
  }),
  "mapping-removed": (fields) => ({ kind: "mapping-removed", at: at(fields), mapping: mapping(fields) }),
};

function values(kind: "updated" | "unchanged", fields: JsonFields): AgentEvent {
  const before = fields.optional("before", (name) => fields.texts(name));
  return { kind, at: at(fields), target: target(fields), before, after: fields.texts("after") };
}

function refusal(kind: "rejected" | "failed" | "unconfirmed", fields: JsonFields): AgentEvent {
  return {
    kind,
    at: at(fields),
    target: target(fields),
    code: fields.read("code", parseOutcomeCode, "request-refused"),
    detail: fields.text("detail"),
    retryAt: fields.optional("retryAt", (name) => Instant.ofMs(fields.number(name))),
  };
}

function at(fields: JsonFields): Instant {
  return Instant.ofMs(fields.number("at"));
}

function target(fields: JsonFields): TargetId {
  return fields.text("target") as TargetId;
}

function mapping(fields: JsonFields): MappingId {
  return fields.text("mapping") as MappingId;
}

function family(fields: JsonFields): Family {
  return fields.read("family", oneOf<Family>({ ipv4: true, ipv6: true }), "ipv4");
}

const unknownReasons: Readonly<Record<UnknownReason, true>> = {
  "no-source-answered": true,
  "sources-disagree": true,
  "too-few-agree": true,
  "no-publishable-address": true,
  "no-echo-answered": true,
  "not-asked-yet": true,
  "uplinks-down": true,
  "uplink-silent": true,
};

const notVerifiedReasons: Readonly<Record<Extract<AgentEvent, { kind: "not-verified" }>["reason"], true>> = {
  "servers-disagree": true,
  "no-server-answered": true,
  "masked-by-provider": true,
  "zone-not-delegated": true,
};

const mappingLosses: Readonly<Record<MappingLoss, true>> = {
  "router-restarted": true,
  "external-address-changed": true,
  "network-changed": true,
  "lease-ended": true,
};

/** Reads one of the words a table has. */
function oneOf<T extends string>(words: Readonly<Record<T, true>>): (text: string) => T | undefined {
  const isWord = (text: string): text is T => Object.hasOwn(words, text);
  return (text) => (isWord(text) ? text : undefined);
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(readers, text);
}

/** Reads a code that has a row in one of the tables. */
export function parseOutcomeCode(text: string): OutcomeCode | undefined {
  return isOutcomeCode(text) ? text : undefined;
}

function isOutcomeCode(text: string): text is OutcomeCode {
  return Object.hasOwn(rejectCodes, text) || Object.hasOwn(failCodes, text);
}

/** Undefined for what is no address. */
export function parseAddress(text: string): Address | undefined {
  const parsed = Address.parse(text);
  return parsed.ok ? parsed.value : undefined;
}
