import { describe } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Class CHAOS tells what the operator wants told, and no more. RFC 4892 */

describe("identity", () => {
  const zones = new AnsweringZones([], { identity: { version: "holdfast", hostname: "ns1.example" } });
  conversation(
    zones,
    `
    ? version.bind. TXT CH
    NOERROR aa
    answer version.bind. 0 CH TXT "holdfast"

    ? VERSION.SERVER. TXT CH +edns
    NOERROR aa
    answer VERSION.SERVER. 0 CH TXT "holdfast"
    edns 0 1232

    ? hostname.bind. TXT CH
    NOERROR aa
    answer hostname.bind. 0 CH TXT "ns1.example"

    ? id.server. ANY CH
    NOERROR aa
    answer id.server. 0 CH TXT "ns1.example"

    ? authors.bind. TXT CH
    REFUSED

    ? version.bind. A CH
    REFUSED

    ? version.bind. TXT
    REFUSED
    `,
  );
});

describe("identity, half configured", () => {
  conversation(
    new AnsweringZones([], { identity: { version: "holdfast" } }),
    `
    ? version.server. TXT CH
    NOERROR aa
    answer version.server. 0 CH TXT "holdfast"

    ? id.server. TXT CH
    REFUSED
    `,
  );
});
