import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { createAuthority } from "../support/certificate.ts";
import { LabHome } from "./lab-home.ts";
import type { LabProgram } from "./lab-program.ts";

/** A server whose certificate an authority of the user's own has signed, as in many homes and offices. */

let home: LabHome;
let agent: LabProgram;
let provider: object;

beforeAll(async () => {
  home = await LabHome.build();
  const authority = createAuthority("The laboratory's own");
  const { certificate, key } = authority.issue({ hosts: ["server.test"] });
  const files = { certificate: home.path("tls.pem"), key: home.path("tls.key") };
  writeFileSync(home.path("ca.pem"), authority.certificate);
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, key, { mode: 0o600 });
  const token = await home.token("home.dyn.test");
  await home.server.end();
  home.server.configure(home.serverConfiguration(files));
  await home.server.start();
  // A name, which is what certificates are for; it is looked up with the home's own resolver.
  provider = { type: "holdfast", url: "https://server.test", token };
  agent = home.program("host1", "agent");
}, 60_000);

afterAll(() => home?.remove(), 30_000);

function configuration(trust: object): object {
  return {
    trust,
    providers: { home: provider },
    agent: {
      interval: "1s",
      sources: { ipv4: home.echoes },
      names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
    },
  };
}

describe("a server with a private authority's certificate", () => {
  test("the authority is unknown / nothing is sent, and status says why", async () => {
    agent.configure(configuration({}));
    const before = await home.server.revision();
    await agent.start();
    const { targets } = await agent.untilAgent("the attempt has failed", (one) =>
      one.targets.some(({ state }) => state === "backing-off"),
    );
    expect(targets.map(({ code, desired }) => [code, desired])).toEqual([["tls-failed", [home.lab.fact("WAN4")]]]);
    expect(await home.server.revision()).toBe(before);
  }, 30_000);

  test("it is named in the configuration, which is read again / the name is published over TLS", async () => {
    await agent.reload(configuration({ authorities: [home.path("ca.pem")] }));
    await home.lab.untilDug(home.lab.fact("WAN4"), "svc", `@${home.lab.fact("SERVER4")}`, "home.dyn.test", "A");
    await agent.untilSettled();
    const plan = await agent.run("plan", "--config", agent.configuration, "--state", agent.state);
    expect([plan.status, plan.stdout]).toEqual([0, expect.stringContaining("0 to change, 1 unchanged")]);
  }, 30_000);
});
