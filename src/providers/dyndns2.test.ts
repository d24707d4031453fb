import { describe, expect, test } from "bun:test";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startDyndns2 } from "../../test/emulators/dyndns2.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { published, startUpdateServer, type UpdateServer } from "../../test/support/update-server.ts";
import { httpOf } from "../../test/support/update-server-http.ts";
import { address, name } from "../../test/support/values.ts";
import type { Outcome } from "../core/outcome.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dyndns2.ts";

const account = { user: "user", password: "CANARY+pass word" };
const server = { ...account, host: "dyn.example.net", path: "/nic/update" };
const settings = {
  url: "https://dyn.example.net/nic/update",
  username: account.user,
  password: new Secret(account.password),
  families: "apart",
  insecure: false,
};

for (const families of ["apart", "together"]) {
  conformsAsPushService({
    provider,
    start: () => startDyndns2({ ...server, takesLists: families === "together" }),
    owner: "home.example.net",
    settings: { ...settings, families },
    wrongSettings: { ...settings, families, password: new Secret("wrong-CANARY") },
    withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  });
}

describe("against our own server", () => {
  const push = async (
    server: UpdateServer,
    credentials: { readonly username: string; readonly password: string },
    families: "apart" | "together",
  ): Promise<Outcome> => {
    const service = provider.connect(
      { ...settings, ...credentials, password: new Secret(credentials.password), families },
      httpPorts(httpOf(server)),
    );
    if (service.kind !== "push") throw new Error("dyndns2 is a push service");
    const addresses = { ipv4: [address("192.0.2.1")], ipv6: [address("2001:db8::1")] };
    return service.push({ owner: name("home.dyn.example"), addresses, ttl: undefined, options: {} });
  };

  for (const families of ["apart", "together"] as const) {
    test(`families ${families}: updated, then unchanged`, async () => {
      const server = await startUpdateServer();
      const credentials = { username: "home.dyn.example", password: await server.addHost("home.dyn.example") };
      expect(await push(server, credentials, families)).toMatchObject({
        kind: "updated",
        changes: [{ type: "A" }, { type: "AAAA" }],
      });
      expect(published(server, "home.dyn.example").length).toBe(2);
      expect(await push(server, credentials, families)).toEqual({ kind: "unchanged" });
    });
  }

  test("a wrong password and another's name are rejected", async () => {
    const server = await startUpdateServer();
    await server.addHost("home.dyn.example");
    const other = { username: "other.dyn.example", password: await server.addHost("other.dyn.example") };
    expect(await push(server, { ...other, password: "wrong" }, "apart")).toMatchObject({
      code: "credentials-rejected",
    });
    expect(await push(server, other, "apart")).toMatchObject({ kind: "rejected", code: "name-not-found" });
  });
});
