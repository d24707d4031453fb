import type { Address } from "../core/address.ts";
import type { MappingId, MappingMemory } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { fromHex, toHex } from "../core/octets.ts";
import { parseAddress } from "./agent-event-codec.ts";
import { JsonFields } from "./json-fields.ts";

/** What the agent remembers about a port mapping as JSON, and back. The nonce is in hexadecimal. */

export function encodeMapping(memory: MappingMemory): string {
  return JSON.stringify({ ...memory, nonce: toHex(memory.nonce) });
}

/** Undefined for what is no memory, for instance after somebody edited the file. */
export function decodeMapping(text: string): MappingMemory | undefined {
  const fields = JsonFields.parse(text);
  const addressIn = (name: string): Address | undefined => fields.read(name, parseAddress, undefined);
  const internalAddress = addressIn("internalAddress");
  if (internalAddress === undefined) return undefined;
  return fields.sound({
    mapping: fields.text("mapping") as MappingId,
    nonce: fields.read("nonce", fromHex, new Uint8Array()),
    protocol: fields.text("protocol"),
    router: fields.text("router"),
    transport: fields.read("transport", (word) => (word === "tcp" || word === "udp" ? word : undefined), "tcp"),
    internalAddress,
    internalPort: fields.number("internalPort"),
    externalAddress: fields.optional("externalAddress", addressIn),
    externalPort: fields.number("externalPort"),
    endsAt: fields.optional("endsAt", (name) => Instant.ofMs(fields.number(name))),
    handle: fields.optional("handle", (name) => fields.text(name)),
  });
}
