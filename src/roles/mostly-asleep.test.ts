import { expect, test } from "bun:test";
import { configOf } from "../../test/support/config-bench.ts";
import { catalogue } from "../providers/catalogue.ts";
import { isMostlyAsleep } from "./mostly-asleep.ts";

/** So many names at a Holdfast server. */
const agent = (count: number, beacon: string, interval = "5m"): string => `
agent:
  interval: ${interval}
  names:
${Array.from({ length: count }, (_, index) => `    - { name: h${index}.example.com, provider: home }`).join("\n")}
providers:
  home: { type: holdfast, url: "https://dyn.example.org", token: "file:/token", beacon: ${beacon} }
`;

const server = `
server:
  zones: [{ name: dyn.example.org, ns: [ns1.example.org] }]
  dns: { listen: ["127.0.0.1:53"] }
  http: { listen: ["127.0.0.1:80"], plain: true }
`;

const rows: readonly (readonly [name: string, text: string, expected: boolean])[] = [
  ["one name", agent(1, "15s"), true],
  ["five names", agent(5, "15s"), true],
  ["ten names, of two families each, whose beacons come together more than once a second", agent(10, "15s"), false],
  ["ten names without beacons", agent(10, "off"), true],
  ["one name with the shortest interval of beacons", agent(1, "1s"), false],
  ["sources that are asked every second", agent(1, "off", "1s"), false],
  ["a server", server, false],
  ["an agent with a server", `${agent(1, "15s")}${server}`, false],
];

for (const [name, text, expected] of rows) {
  test(`${name} / ${expected ? "mostly asleep" : "at work"}`, async () => {
    const config = await configOf(text, { catalogue, files: { "/token": "t\n" } });
    expect(isMostlyAsleep(config)).toBe(expected);
  });
}
