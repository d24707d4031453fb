import { describe, expect, test } from "bun:test";
import type { ProviderConfig } from "../config/config.ts";
import type { Settings } from "../core/provider.ts";
import { provider as duckdns } from "../providers/duckdns.ts";
import { provider as holdfast } from "../providers/holdfast.ts";
import { parseSource } from "./parse-source.ts";

const entry = (key: string, declaration: ProviderConfig["declaration"], settings: Settings): ProviderConfig => ({
  key,
  declaration,
  settings,
  verify: { kind: "auto" },
});

const providers = new Map([
  ["mine", entry("mine", holdfast, { url: "https://dyn.example.org", insecure: false })],
  ["lan", entry("lan", holdfast, { url: "http://192.168.1.2:8080", insecure: true })],
  ["duck", entry("duck", duckdns, {})],
  ["broken", undefined],
]);

describe("a server as a source", () => {
  for (const [given, expected] of [
    ["server:mine", "https://dyn.example.org/"],
    [" server:mine ", "https://dyn.example.org/"],
    [{ type: "server", url: "mine" }, "https://dyn.example.org/"],
    [{ type: "server", url: "mine", name: "whoami.example" }, "https://dyn.example.org/ whoami.example"],
    ["server:lan", "http://192.168.1.2:8080/ insecure"],
    [{ type: "server", url: "lan", insecure: false }, "http://192.168.1.2:8080 is not encrypted"],
    ["server:https://other.example.org", "https://other.example.org/"],
    ["server:duck", '"duck" is neither a web address'],
    ["server:nobody", '"nobody" is neither a web address'],
    ["server:broken", '"broken" is neither a web address'],
  ] as const) {
    test(`${JSON.stringify(given)}: ${expected}`, () => {
      const parsed = parseSource(given, "ipv4", providers);
      if (!parsed.ok) {
        expect(parsed.detail.en).toStartWith(expected);
        return;
      }
      const shown = parsed.value.map((spec) => {
        if (spec.kind !== "server") return spec.kind;
        const { url, whoami, isInsecure } = spec.server;
        return [url.href, ...(whoami === undefined ? [] : [whoami.name.hostname]), ...(isInsecure ? ["insecure"] : [])];
      });
      expect(shown.flat().join(" ")).toBe(expected);
    });
  }
});
