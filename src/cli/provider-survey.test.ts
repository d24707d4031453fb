import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  cloudflareEmail,
  cloudflareGlobalKey,
  cloudflareToken,
  startCloudflare,
} from "../../test/emulators/cloudflare.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { type Run, runOnHost, startCommand } from "../../test/support/command-bench.ts";
import { EmulatedHttp } from "../../test/support/emulated-http.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import { response } from "../../test/support/fake-network.ts";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { name } from "../../test/support/values.ts";
import type { Language } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { ok } from "../core/result.ts";
import { createHostLookup } from "../platform/host-lookup.ts";
import { createHttpClient } from "../platform/http-client.ts";
import { catalogue } from "../providers/catalogue.ts";
import { provider as cloudflareDeclaration } from "../providers/cloudflare.ts";

/** `provider test` and `provider zones`, at an emulated service. */

const wrongToken = "wrong-CANARY-token";

/** More than a page of the service. */
const manyZones = Array.from({ length: 60 }, (_, index) => `z${index}.example`);

const names = `agent:
  names:
    - { name: home.example.net, provider: cf, ipv4: auto, ipv6: off }
    - { name: www.sub.example.net, provider: cf }
    - { name: elsewhere.example.com, provider: other }
providers:
  other: { type: duckdns, token: env:DUCKDNS_TOKEN }
`;
const withToken = `${names}  cf: { type: cloudflare, token: env:CF_TOKEN }\n`;
const withGlobalKey = `${names}  cf: { type: cloudflare, email: ${cloudflareEmail}, global-key: env:CF_KEY }\n`;

let service: EmulatedZones;
beforeAll(async () => {
  service = await startCloudflare();
  for (const apex of ["example.net", "sub.example.net", ...manyZones]) service.addZone(apex);
});
afterAll(() => service.stop());

interface Scene {
  readonly config?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly answers?: readonly string[];
  readonly language?: Language;
}

const secrets = [cloudflareToken, cloudflareGlobalKey, wrongToken];

async function type(line: string, scene: Scene = {}): Promise<Run & { readonly questions: FakeHost["questions"] }> {
  const host = new FakeHost(scene.config === undefined ? {} : { "holdfast.yaml": scene.config });
  const clock = new FakeClock();
  host.elsewhere = new EmulatedHttp(createHttpClient(clock, createHostLookup(clock)), service.hosts);
  host.answers.push(...(scene.answers ?? []));
  const environment = {
    CF_TOKEN: cloudflareToken,
    CF_KEY: cloudflareGlobalKey,
    DUCKDNS_TOKEN: wrongToken,
    ...scene.environment,
  };
  const { printed, status } = startCommand(line.split(" "), host, {
    catalogue,
    environment,
    language: scene.language ?? "en",
  });
  const run = { status: await status, ...printed, questions: host.questions };
  for (const secret of secrets) expect(JSON.stringify(run)).not.toContain(secret);
  return run;
}

describe("provider test", () => {
  test("an entry of the configuration: accepted, its zones on all pages, its names in theirs; nothing is written", async () => {
    const before = service.http.requests.length;
    const { status, stdout, stderr } = await type("provider test cf", { config: withToken });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "Cloudflare (cf, type cloudflare)\nThe credentials are accepted, and records can be read.\n",
    );
    expect(stdout).toContain("62 zones: example.net, sub.example.net, z0.example,");
    expect(stdout).toContain('and 52 more ("holdfast provider zones" lists all).');
    expect(stdout).toContain("home.example.net: in zone example.net, readable.\n");
    expect(stdout).toContain("www.sub.example.net: in zone sub.example.net, readable.\n");
    expect(stdout).not.toContain("elsewhere.example.com");
    expect(stdout).toContain("Warning: They reach 62 zones, of which 2 are used. An API token");
    expect(service.http.requests.slice(before).filter(service.isWrite)).toEqual([]);
  });

  test("in Chinese", async () => {
    const { stdout } = await type("provider test cf", { config: withToken, language: "zh-CN" });
    expect(stdout).toContain("凭据已被接受，可以读取解析记录。");
    expect(stdout).toContain("警告：这组凭据可访问 62 个区域，实际只用到 2 个。");
    expect(foreignWords(stdout.replaceAll(/[\w.-]+\.(example|net|com)|Cloudflare|cloudflare|cf|API|DNS/g, ""))).toEqual(
      [],
    );
  });

  test("credentials that can do far more than needed are warned of, whatever the service shows", async () => {
    const { status, stdout } = await type("provider test cf", { config: withGlobalKey });
    expect(status).toBe(0);
    expect(stdout).toContain("Warning: The Global API Key can do everything in the account");
  });

  test("as JSON", async () => {
    const { stdout } = await type("provider test cf --json", { config: withToken });
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ provider: "cf", type: "cloudflare", result: "accepted", code: null, detail: null });
    expect(told.zones).toHaveLength(62);
    expect(told.zones[0]).toEqual({ apex: "example.net", id: expect.any(String) });
    expect(told.names).toEqual([
      { name: "home.example.net", zone: "example.net", code: null, detail: null },
      { name: "www.sub.example.net", zone: "sub.example.net", code: null, detail: null },
    ]);
    expect(told.warnings.map(({ code }: { code: string }) => code)).toEqual(["more-zones"]);
  });

  test("a name in none of the zones: status 3, and nothing is said against the credentials", async () => {
    const config = withToken.replace("home.example.net", "home.example.org");
    const { status, stdout } = await type("provider test cf", { config });
    expect(status).toBe(3);
    expect(stdout).toContain("The credentials are accepted");
    expect(stdout).toContain("home.example.org: No zone that these credentials can see holds this name.");
  });

  test("credentials that are refused: status 3, in the service's words", async () => {
    const { status, stdout } = await type("provider test cf --json", {
      config: withToken,
      environment: { CF_TOKEN: wrongToken },
    });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ result: "rejected", code: "credentials-rejected", zones: null });
  });

  test("the only entry of a type goes by the type, several do not", async () => {
    expect((await type("provider test cloudflare", { config: withToken })).stdout).toContain("(cf, type cloudflare)");
    const two = `${withToken}  second: { type: cloudflare, token: env:CF_TOKEN }\n`;
    expect(await type("provider test cloudflare", { config: two })).toMatchObject({
      status: 2,
      stderr: "The configuration has several entries of the type cloudflare; say which: cf, second.\n",
    });
  });

  test("an entry with an error of its own is not tried", async () => {
    const { status, stderr } = await type("provider test cf", { config: withToken.replace("CF_TOKEN", "NO_SUCH") });
    expect(status).toBe(1);
    expect(stderr).toContain("NO_SUCH");
  });

  test("an error elsewhere is told and does not stop it", async () => {
    const { status, stdout, stderr } = await type("provider test cf", {
      config: withToken.replace("provider: other", "provider: nobody"),
    });
    expect(status).toBe(0);
    expect(stderr).toContain("nobody");
    expect(stdout).toContain("The credentials are accepted");
  });
});

describe("provider test of a service that no configuration has", () => {
  test("takes credentials from the environment, and reads a zone's apex where there is no name", async () => {
    const { status, stdout, questions } = await type("provider test cloudflare", {
      environment: { CLOUDFLARE_TOKEN: cloudflareToken },
    });
    expect([status, questions]).toEqual([0, []]);
    expect(stdout).toStartWith("Cloudflare (cloudflare)\nThe credentials are accepted, and records can be read.\n");
    expect(stdout).not.toContain("Warning");
  });

  test("asks for what is missing, without echo for what is secret", async () => {
    const { status, questions } = await type("provider test cloudflare --name home.example.net", {
      answers: [cloudflareToken],
    });
    expect(status).toBe(0);
    expect(questions).toEqual([
      { question: "API token with Zone › DNS › Edit for the zones (CLOUDFLARE_TOKEN): ", isHidden: true },
    ]);
  });

  test("goes on with the way to sign in that was begun", async () => {
    const { status, stdout, questions } = await type("provider test cloudflare", {
      environment: { CLOUDFLARE_EMAIL: cloudflareEmail },
      answers: [cloudflareGlobalKey],
    });
    expect([status, questions.map(({ isHidden }) => isHidden)]).toEqual([0, [true]]);
    expect(stdout).toContain("Warning: The Global API Key");
  });

  test("nobody at the terminal: status 1, and which variables there are", async () => {
    const { status, stdout, stderr } = await type("provider test route53");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("ROUTE53_ACCESS_KEY_ID and ROUTE53_SECRET_ACCESS_KEY");
  });

  test("checks them as a configuration's: the problem names the variable", async () => {
    const { status, stderr } = await type("provider test powerdns", {
      environment: { POWERDNS_URL: "ftp://ns1.example.net", POWERDNS_API_KEY: wrongToken },
    });
    expect(status).toBe(1);
    expect(stderr).toStartWith("POWERDNS_URL: providers.powerdns.url: ");
  });

  test("values of every kind are read from variables", async () => {
    const { status, stdout } = await type("provider test custom --json", {
      environment: {
        CUSTOM_URL: "https://ddns.example.net/update?name={name}&ip={ipv4}",
        CUSTOM_HEADERS: "x-a: 1, x-b: 2",
        CUSTOM_SUCCESS_STATUS: "200,204",
        CUSTOM_INSECURE: "false",
        CUSTOM_METHOD: "POST",
      },
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ type: "custom", result: "unknown", code: "cannot-ask" });
  });

  test("another client's name for it is answered with ours", async () => {
    expect(await type("provider test aliyun")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Did you mean alidns?"),
    });
  });
});

describe("what cannot be known without writing", () => {
  test("a push service is sent nothing, and that is said", async () => {
    const { status, stdout } = await type("provider test other", { config: withToken });
    expect(status).toBe(1);
    expect(stdout).toStartWith("Duck DNS (other, type duckdns)\nDuck DNS has no call that changes nothing");
  });

  test("the login of an account is warned of all the same", async () => {
    const { status, stdout } = await type("provider test noip --json", {
      environment: { NOIP_USERNAME: "user@example.net", NOIP_PASSWORD: wrongToken },
    });
    expect(status).toBe(1);
    const { warnings } = JSON.parse(stdout);
    expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["broad-credential"]);
  });
});

describe("a service without secrets", () => {
  const apex = name("example.net");
  const { signIn: _signIn, ...facts } = cloudflareDeclaration;
  const open: ProviderDeclaration = {
    ...facts,
    id: "open",
    credentials: {},
    connect: () => ({
      kind: "zone-api",
      zones: async () => ok([{ apex, id: undefined }]),
      zoneOf: async () => ok({ apex, id: undefined }),
      read: async () => ok({ records: [], isMasked: false }),
      apply: async () => {
        throw new Error("a test of credentials writes nothing");
      },
    }),
  };
  for (const [language, said] of [
    ["en", "Records can be read. There is no secret among the settings, so nothing is known of credentials."],
    ["zh-CN", "可以读取解析记录。设置中没有密钥，因此无从得知凭据是否有效。"],
  ] as const) {
    test(`is not said to accept credentials, in ${language}`, async () => {
      const only = { ids: ["open"], load: async (id: string) => (id === "open" ? open : undefined) };
      const run = await runOnHost(["provider", "test", "open"], new FakeHost(), { catalogue: only, language });
      expect([run.status, run.stdout.split("\n")[1]]).toEqual([0, said]);
    });
  }
});

describe("a service that takes its time", () => {
  const slow = (delayMs: number): FakeHost =>
    new FakeHost(
      { "holdfast.yaml": withToken },
      { "api.cloudflare.com": () => ({ answer: response(503, "busy"), delayMs }) },
    );
  const environment = { CF_TOKEN: cloudflareToken, DUCKDNS_TOKEN: wrongToken };

  test("people are told that it takes long; an error of the service is status 4", async () => {
    const run = await runOnHost(["provider", "test", "cf"], slow(5_000), { catalogue, environment });
    expect(run.status).toBe(4);
    expect(run.stderr).toBe("Asking Cloudflare for its zones; 0 answers so far ...\n");
    expect(run.stdout).toContain("The service reports an error of its own.");
  });

  test("is given up after the limit", async () => {
    const argv = ["provider", "zones", "cf", "--limit", "7s"];
    const { status, stderr } = await runOnHost(argv, slow(600_000), { catalogue, environment });
    expect(status).toBe(4);
    expect(stderr).toContain("The attempt was cut short.");
  });

  test("the limit is a length of time", async () => {
    expect(await type("provider test cf --limit soon", { config: withToken })).toMatchObject({ status: 2 });
  });
});

describe("provider zones", () => {
  test("all pages, with the names that fall into each", async () => {
    const { status, stdout, stderr } = await type("provider zones cf", { config: withToken });
    expect([status, stderr]).toEqual([0, ""]);
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^ZONE +NAMES$/);
    expect(rows).toHaveLength(62);
    expect(rows[0]).toMatch(/^example\.net +home\.example\.net$/);
    expect(rows[1]).toMatch(/^sub\.example\.net +www\.sub\.example\.net$/);
  });

  test("as JSON, with the names that fall into none", async () => {
    const { stdout } = await type("provider zones cf --json --name x.example.org", { config: withToken });
    const told = JSON.parse(stdout);
    expect(told.zones).toHaveLength(62);
    expect(told.zones[0]).toEqual({ apex: "example.net", id: expect.any(String), names: ["home.example.net"] });
    expect(told.outside).toEqual(["x.example.org"]);
  });

  test("a service without zones: status 1", async () => {
    const { status, stderr } = await type("provider zones other", { config: withToken, language: "zh-CN" });
    expect(status).toBe(1);
    expect(stderr).toStartWith("Duck DNS 没有区域列表。");
  });

  test("credentials that are refused: status 3", async () => {
    const { status, stderr } = await type("provider zones cf", {
      config: withToken,
      environment: { CF_TOKEN: wrongToken },
    });
    expect(status).toBe(3);
    expect(stderr).toStartWith("The service does not accept these credentials. (GET api.cloudflare.com/");
  });
});
