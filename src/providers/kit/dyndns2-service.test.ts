import { describe, expect, test } from "bun:test";
import { Secret } from "../../core/secret.ts";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../../test/support/scripted-http.ts";
import { address, name } from "../../../test/support/values.ts";
import { dyndns2Service, type Dyndns2Facts } from "./dyndns2-service.ts";

const text = { en: "A field", "zh-CN": "字段" };
const facts: Dyndns2Facts = {
  id: "x",
  label: "X",
  site: "https://x.example",
  manual: "https://x.example/manual",
  update: "https://x.example/nic/update",
  login: { username: text, password: text },
};
const withoutUser: Dyndns2Facts["login"] = { password: text };
const withAnyUser: Dyndns2Facts["login"] = { ...facts.login, isUsernameOptional: true };

describe("fields", () => {
  const rows: readonly (readonly [
    title: string,
    facts: Dyndns2Facts,
    required: readonly string[],
    others: readonly string[],
  ])[] = [
    ["a login", facts, ["username", "password"], []],
    ["a login of the host", { ...facts, login: withoutUser }, ["password"], []],
    ["either", { ...facts, login: withAnyUser }, ["password"], ["username"]],
    [
      "a service that loses what is not named",
      { ...facts, unnamed: { ipv4: "deleted", ipv6: "deleted" } },
      ["username", "password"],
      ["records"],
    ],
    ["a service without encryption", { ...facts, update: "http://x.example" }, ["username", "password"], ["insecure"]],
  ];
  for (const [title, given, required, others] of rows) {
    test(title, () => {
      const fields = Object.entries(dyndns2Service(given).credentials);
      expect(fields.filter(([, field]) => field.isRequired).map(([id]) => id)).toEqual([...required]);
      expect(fields.filter(([, field]) => !field.isRequired).map(([id]) => id)).toEqual([...others]);
    });
  }
});

describe("logins", () => {
  const password = new Secret("s");
  const rows: readonly (readonly [title: string, login: Dyndns2Facts["login"], settings: object, sent: string])[] = [
    ["by user", facts.login, { username: "u", password }, "u:s"],
    ["by host", withoutUser, { password }, "home.example.net:s"],
    ["by user where either may", withAnyUser, { username: "u", password }, "u:s"],
    ["by host where either may", withAnyUser, { password }, "home.example.net:s"],
  ];
  for (const [title, login, settings, sent] of rows) {
    test(title, async () => {
      const http = new ScriptedHttp(() => ({ body: "good" }));
      const agent = "Holdfast - x";
      const service = dyndns2Service({ ...facts, login, agent }).connect({ ...settings }, httpPorts(http));
      if (service.kind !== "push") throw new Error("dyndns2 services are told addresses");
      const addresses = { ipv4: [address("192.0.2.1")] };
      await service.push({ owner: name("home.example.net"), addresses, ttl: undefined, options: {} });
      expect(http.url()).toBe("https://x.example/nic/update?hostname=home.example.net&myip=192.0.2.1");
      const { authorization = "", ...headers } = http.requests[0]?.headers ?? {};
      expect(Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString()).toBe(sent);
      expect(headers["user-agent"]).toBe(agent);
    });
  }
});
