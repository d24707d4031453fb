import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { routerDescriptions } from "../../../test/support/router-descriptions.ts";
import { Address } from "../../core/address.ts";
import { type DeviceDescription, readDescription } from "./description.ts";
import { hostAddressOf } from "./url-host.ts";
import { parseXml } from "./xml.ts";

const localAddress = expectOk(Address.parse("192.0.2.10"));

async function read(octets: Uint8Array, location: string): Promise<DeviceDescription> {
  const url = new URL(location);
  const gateway = hostAddressOf(url) ?? localAddress;
  const root = expectOk(await parseXml(octets));
  return expectOk(readDescription(root, url, { gateway, localAddress, onLink: undefined }));
}

const listed = (description: DeviceDescription): readonly string[] =>
  description.services.map(
    ({ name, version, controlUrl, eventUrl }) => `${name}:${version} ${controlUrl.href} ${eventUrl?.href ?? "-"}`,
  );

const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => new TextEncoder().encode(text),
  "UTF-8 with a mark": (text) => new TextEncoder().encode(`\ufeff${text}`),
  "UTF-16, little endian": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16, big endian": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "ISO-8859-1": (text) => Buffer.from(text, "latin1"),
};

for (const { name, location, text, label, services } of routerDescriptions) {
  describe(name, () => {
    for (const [encoding, encode] of Object.entries(encodings)) {
      test(encoding, async () => {
        const description = await read(encode(text), location);
        expect(description.label).toBe(label);
        expect(listed(description)).toEqual([...services]);
      });
    }
  });
}

test("every octet of a description lost or doubled / read or refused, never a throw, never elsewhere", async () => {
  const [{ location = "", text = "" } = {}] = routerDescriptions;
  const octets = new TextEncoder().encode(text);
  for (let at = 0; at < octets.length; at += 7) {
    for (const end of [at, at + 2]) {
      const damaged = Buffer.concat([octets.subarray(0, at + 1), octets.subarray(end)]);
      const root = await parseXml(damaged);
      if (!root.ok) continue;
      const link = { gateway: expectOk(Address.parse("192.168.178.1")), localAddress, onLink: undefined };
      const description = readDescription(root.value, new URL(location), link);
      if (!description.ok) continue;
      for (const { controlUrl } of description.value.services) expect(controlUrl.hostname).toBe("192.168.178.1");
    }
  }
});
