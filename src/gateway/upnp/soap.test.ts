import { expect, test } from "bun:test";
import fc from "fast-check";
import { upnpErrors } from "./fail-codes.ts";
import { composeCall, readAnswer } from "./soap.ts";
import { parseXml } from "./xml.ts";

const type = "urn:schemas-upnp-org:service:WANIPConnection:1";

test("a call / its text", () => {
  const call = composeCall(type, "DeletePortMapping", [
    ["NewRemoteHost", ""],
    ["NewExternalPort", "4450"],
    ["NewProtocol", "TCP"],
  ]);
  expect(call).toBe(
    '<?xml version="1.0"?>\r\n' +
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
      '<s:Body><u:DeletePortMapping xmlns:u="urn:schemas-upnp-org:service:WANIPConnection:1">' +
      "<NewRemoteHost></NewRemoteHost><NewExternalPort>4450</NewExternalPort><NewProtocol>TCP</NewProtocol>" +
      "</u:DeletePortMapping></s:Body></s:Envelope>\r\n",
  );
});

test("any text as an argument / the same text when it is read", async () => {
  const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const parsed = await parseXml(new TextEncoder().encode(composeCall(type, "X", [["NewText", value]])));
      const answer = parsed.ok ? readAnswer(parsed.value, "X") : undefined;
      expect(answer?.ok === true ? answer.value.get("newtext") : undefined).toBe(value.trim());
    }),
  );
});

/** Codes that the documents define and that a router may answer to what we ask. */
test("every error of the documents / has a meaning", () => {
  const defined = [
    401, 402, 501, 600, 601, 602, 603, 604, 605, 606, 701, 702, 703, 704, 705, 706, 707, 708, 709, 713, 714,
  ];
  for (const code of [...defined, 715, 716, 718, 724, 725, 726, 727, 728, 729, 730, 732, 733]) {
    expect([code, upnpErrors[code]]).not.toContain(undefined);
  }
});
