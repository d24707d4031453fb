import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../test/support/any-access.ts";
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
  access: anyAccess,
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
    ["a service that asks for a contact", { ...facts, asksForContact: true }, ["username", "password"], ["contact"]],
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
      const service = dyndns2Service({ ...facts, login }).connect({ ...settings }, httpPorts(http));
      if (service.kind !== "push") throw new Error("dyndns2 services are told addresses");
      const addresses = { ipv4: [address("192.0.2.1")] };
      await service.push({ owner: name("home.example.net"), addresses, ttl: undefined, options: {} });
      expect(http.url()).toBe("https://x.example/nic/update?hostname=home.example.net&myip=192.0.2.1");
      const { authorization = "" } = http.requests[0]?.headers ?? {};
      expect(Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString()).toBe(sent);
    });
  }
});

describe("the User-Agent", () => {
  const contact = "someone@example.net";
  const rows: readonly (readonly [title: string, given: Partial<Dyndns2Facts>, settings: object, sent: RegExp])[] = [
    ["ours", {}, {}, /^holdfast\/\d/],
    ["one of a certain form", { agent: "Holdfast agent/1" }, {}, /^Holdfast agent\/1$/],
    ["with a contact", { agent: "Holdfast agent/1", asksForContact: true }, { contact }, /^Holdfast agent\/1 someone@/],
    ["without a contact", { agent: "Holdfast agent/1", asksForContact: true }, {}, /^Holdfast agent\/1$/],
  ];
  for (const [title, given, settings, sent] of rows) {
    test(title, async () => {
      const http = new ScriptedHttp(() => ({ body: "good" }));
      const login = { username: "u", password: new Secret("s") };
      const service = dyndns2Service({ ...facts, ...given }).connect({ ...login, ...settings }, httpPorts(http));
      if (service.kind !== "push") throw new Error("dyndns2 services are told addresses");
      const addresses = { ipv4: [address("192.0.2.1")] };
      await service.push({ owner: name("home.example.net"), addresses, ttl: undefined, options: {} });
      expect(http.requests[0]?.headers["user-agent"]).toMatch(sent);
    });
  }
});
