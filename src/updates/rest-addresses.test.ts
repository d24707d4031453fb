import { describe, expect, test } from "bun:test";
import { settle } from "../../test/support/fake-clock.ts";
import {
  addAlias,
  type AskOptions,
  published,
  startUpdateServer,
  type UpdateServer,
} from "../../test/support/update-server.ts";
import { name } from "../../test/support/values.ts";

const path = "/api/v1/names/home.dyn.example/addresses";

async function serverWithHost(): Promise<{ server: UpdateServer; token: string }> {
  const server = await startUpdateServer();
  return { server, token: await server.addHost("home.dyn.example") };
}

describe("PUT /api/v1/names/{name}/addresses", () => {
  test("publishes, says what is true now, and what changed", async () => {
    const { server, token } = await serverWithHost();
    const body = { ipv4: ["192.0.2.1"], ipv6: ["2001:DB8::1"], ttl: 120 };
    const first = await server.ask(path, { bearer: token, method: "PUT", body });
    expect(first.status).toBe(200);
    expect(JSON.parse(first.body)).toEqual({
      name: "home.dyn.example",
      zone: "dyn.example",
      ttl: 120,
      ipv4: ["192.0.2.1"],
      ipv6: ["2001:db8::1"],
      revision: 2,
      serial: 2_026_112_002,
      changed: true,
    });
    const second = await server.ask(path, { bearer: token, method: "PUT", body });
    expect(JSON.parse(second.body)).toMatchObject({ changed: false, revision: 2 });
  });

  test("an absent family stays, null and an empty list withdraw", async () => {
    const { server, token } = await serverWithHost();
    const put = (body: unknown): Promise<unknown> => server.ask(path, { bearer: token, method: "PUT", body });
    await put({ ipv4: ["192.0.2.1"], ipv6: ["2001:db8::1"] });
    await put({ ipv4: ["192.0.2.2"] });
    expect(published(server, "home.dyn.example")).toEqual(["192.0.2.2", "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"]);
    await put({ ipv6: null });
    expect(published(server, "home.dyn.example")).toEqual(["192.0.2.2"]);
    await put({ ipv4: [] });
    expect(published(server, "home.dyn.example")).toEqual([]);
  });

  test("auto is the caller's address, if it is of that family", async () => {
    const { server, token } = await serverWithHost();
    const ask = (body: unknown): ReturnType<UpdateServer["ask"]> =>
      server.ask(path, { bearer: token, method: "PUT", body, peer: "2001:db8::7" });
    expect(JSON.parse((await ask({ ipv6: "auto" })).body)).toMatchObject({ ipv6: ["2001:db8::7"] });
    expect(JSON.parse((await ask({ ipv4: "auto" })).body)).toMatchObject({ status: 422, code: "address-unknown" });
  });

  test("a TTL that is not given stays", async () => {
    const { server, token } = await serverWithHost();
    await server.ask(path, { bearer: token, method: "PUT", body: { ipv4: ["192.0.2.1"], ttl: 300 } });
    const answer = await server.ask(path, { bearer: token, method: "PUT", body: { ipv4: ["192.0.2.2"] } });
    expect(JSON.parse(answer.body)).toMatchObject({ ttl: 300 });
  });

  test("a token that ended while the body was still coming publishes nothing", async () => {
    const { server, token } = await serverWithHost();
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const asking = server.ask(path, { bearer: token, method: "PUT", text: readable });
    await settle();
    await server.accounts.removeHost(name("home.dyn.example"));
    server.authenticator.forget([name("home.dyn.example")]);
    await new Response('{ "ipv4": "192.0.2.1" }').body?.pipeTo(writable);
    expect((await asking).status).toBe(401);
    expect(published(server, "home.dyn.example")).toEqual([]);
  });

  const refused: readonly (readonly [name: string, body: unknown, status: number, code: string])[] = [
    ["a list", [], 400, "body-unreadable"],
    ["a text", "192.0.2.1", 400, "body-unreadable"],
    ["an unknown key", { ipv5: [] }, 422, "value-invalid"],
    ["the wrong family", { ipv4: ["2001:db8::1"] }, 422, "value-invalid"],
    ["not an address", { ipv4: ["home"] }, 422, "value-invalid"],
    ["a number", { ipv4: 5 }, 422, "value-invalid"],
    ["an address no host has", { ipv4: ["224.0.0.1"] }, 422, "value-invalid"],
    ["too many addresses", { ipv4: Array.from({ length: 17 }, (_, i) => `192.0.2.${i}`) }, 422, "value-invalid"],
    ["a TTL that is none", { ipv4: ["192.0.2.1"], ttl: -1 }, 422, "value-invalid"],
  ];
  for (const [name, body, status, code] of refused) {
    test(`${name}: ${code}, nothing published`, async () => {
      const { server, token } = await serverWithHost();
      const answer = await server.ask(path, { bearer: token, method: "PUT", body });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(JSON.parse(answer.body)).toMatchObject({ type: "about:blank", status, code });
      expect(published(server, "home.dyn.example")).toEqual([]);
    });
  }

  const who: readonly (readonly [name: string, path: string, options: AskOptions, code: string])[] = [
    ["no token", path, {}, "credentials-rejected"],
    ["wrong token", path, { bearer: "Token1xxxx".padEnd(40, "8") }, "credentials-rejected"],
    ["other name", "/api/v1/names/nas.dyn.example/addresses", {}, "name-not-found"],
    ["no name", "/api/v1/names/%ff/addresses", {}, "name-not-found"],
    ["other method", path, { method: "DELETE" }, "method-not-allowed"],
  ];
  for (const [name, target, options, code] of who) {
    test(`${name}: ${code}`, async () => {
      const { server, token } = await serverWithHost();
      const credentials = code === "credentials-rejected" ? {} : { bearer: token };
      const answer = await server.ask(target, { ...credentials, ...options });
      expect(JSON.parse(answer.body)).toMatchObject({ code });
    });
  }
});

test("beside an alias nothing is published, but what is there can be withdrawn", async () => {
  const { server, token } = await serverWithHost();
  await server.ask(path, { bearer: token, method: "PUT", body: { ipv6: "2001:db8::1" } });
  await addAlias(server, "home.dyn.example");
  const put = (body: unknown): ReturnType<UpdateServer["ask"]> =>
    server.ask(path, { bearer: token, method: "PUT", body });
  const refused = await put({ ipv4: "192.0.2.1" });
  expect([refused.status, JSON.parse(refused.body).code]).toEqual([409, "conflicting-records"]);
  expect((await server.ask("/nic/update?myip=192.0.2.1", { token })).body).toBe("dnserr");
  expect((await put({ ipv6: null })).status).toBe(200);
  expect(published(server, "home.dyn.example")).toEqual([]);
});

test("GET tells the present addresses", async () => {
  const { server, token } = await serverWithHost();
  expect(JSON.parse((await server.ask(path, { token })).body)).toMatchObject({ ipv4: [], ipv6: [], ttl: 60 });
  await server.ask(path, { bearer: token, method: "PUT", body: { ipv4: ["192.0.2.1"] } });
  expect(JSON.parse((await server.ask(path, { token })).body)).toMatchObject({ ipv4: ["192.0.2.1"], revision: 2 });
});

test("/ip tells the caller's address as text or JSON", async () => {
  const { server } = await serverWithHost();
  expect((await server.ask("/ip", { peer: "2001:db8::7" })).body).toBe("2001:db8::7\n");
  const json = await server.ask("/ip", { peer: "192.0.2.9", headers: { Accept: "application/json" } });
  expect(JSON.parse(json.body)).toEqual({ ip: "192.0.2.9" });
});

test("other paths say what there is", async () => {
  const { server } = await serverWithHost();
  expect((await server.ask("/admin")).status).toBe(404);
});
