import { describe, expect, test } from "bun:test";
import { configOf, settleText } from "../../test/support/config-bench.ts";
import { name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { formatEndpoint } from "../core/net.ts";
import { Secret } from "../core/secret.ts";

const environment = { TOKEN: "t0ken" };
const accounts = `
providers:
  cf: { type: cloudflare, token: env:TOKEN, zone-id: 0123, verify: { servers: [192.0.2.53, "[2001:db8::53]:5300"] } }
  duck: { type: duckdns, token: file:duck.token, verify: off }
  dyn: { type: dyndns2, url: "https://dyn.example.net/nic/update", username: ann, password: 0123 }
`;
const files = { "/etc/hf/duck.token": "s3cret\r\n" };

async function oneName(fields: string): Promise<Awaited<ReturnType<typeof configOf>>["agent"]["names"][number]> {
  const text = `agent: { names: [ { name: home.example.com, ${fields} } ] }${accounts}`;
  const { agent } = await configOf(text, { environment, files });
  const [only] = agent.names;
  if (only === undefined) throw new Error("expected a name");
  return only;
}

describe("an empty file", () => {
  test("is a configuration of defaults", async () => {
    const config = await configOf("");
    expect(config).toEqual({
      language: "auto",
      log: { level: "info", format: "pretty" },
      trust: { authorities: undefined },
      agent: {
        interval: Duration.minutes(5),
        recheck: Duration.hours(6),
        quorum: 2,
        sources: { ipv4: undefined, ipv6: undefined },
        names: [],
        expose: [],
      },
      server: undefined,
    });
  });
});

describe("the agent", () => {
  test("takes what is written", async () => {
    const { language, log, agent } = await configOf(
      "language: zh-CN\nlog: { level: debug, format: json }\n" +
        "agent: { interval: 90s, recheck: 1d, quorum: 3, sources: { ipv4: [interface, 'stun:stun.example.net:3478'] } }",
    );
    expect({ language, log }).toEqual({ language: "zh-CN", log: { level: "debug", format: "json" } });
    expect(agent).toMatchObject({ interval: Duration.seconds(90), recheck: Duration.days(1), quorum: 3 });
    expect(agent.sources).toMatchObject({
      ipv4: [[{ kind: "interface" }], [{ kind: "stun", server: { host: "stun.example.net", port: 3_478 } }]],
      ipv6: undefined,
    });
  });

  test("a key that was left empty keeps its default", async () => {
    const { agent, server } = await configOf("agent:\n  interval:\n  names:\nserver:\n");
    expect(agent.interval).toBe(Duration.minutes(5));
    expect(server).toBeUndefined();
  });
});

describe("a name", () => {
  test("has defaults for everything but name and provider", async () => {
    const { owner, provider, ...rest } = await oneName("provider: cf");
    expect(owner.equals(name("home.example.com"))).toBe(true);
    expect(provider.key).toBe("cf");
    expect(rest).toEqual({
      addresses: { ipv4: { kind: "auto" }, ipv6: { kind: "auto" } },
      uplinks: [],
      use: "first",
      ttl: undefined,
      scopes: ["global"],
      ownership: "rrset",
      options: {},
    });
  });

  for (const [fields, addresses] of [
    ["provider: cf, ipv4: off", { ipv4: { kind: "off" }, ipv6: { kind: "auto" } }],
    ["provider: duck", { ipv4: { kind: "auto" }, ipv6: { kind: "off" } }],
    ["provider: duck, ipv6: off", { ipv4: { kind: "auto" }, ipv6: { kind: "off" } }],
    [
      "provider: cf, ipv4: interface:eth0, ipv6: [interface, 'file:/run/a']",
      {
        ipv4: { kind: "sources", sources: [[{ kind: "interface", interfaceName: "eth0" }]] },
        ipv6: {
          kind: "sources",
          sources: [[{ kind: "interface", interfaceName: undefined }], [{ kind: "file", path: "/run/a" }]],
        },
      },
    ],
    [
      "provider: cf, ipv4: 'file:wan', ipv6: ['file:../wan6']",
      {
        ipv4: { kind: "sources", sources: [[{ kind: "file", path: "/etc/hf/wan" }]] },
        ipv6: { kind: "sources", sources: [[{ kind: "file", path: "/etc/wan6" }]] },
      },
    ],
    [
      "provider: cf, ipv4: { type: command, argv: [/bin/echo, a b] }, ipv6: [{ type: command, argv: [x] }]",
      {
        ipv4: { kind: "sources", sources: [[{ kind: "command", argv: ["/bin/echo", "a b"] }]] },
        ipv6: { kind: "sources", sources: [[{ kind: "command", argv: ["x"] }]] },
      },
    ],
  ] as const) {
    test(`{ ${fields} }`, async () => expect<unknown>((await oneName(fields)).addresses).toEqual(addresses));
  }

  test("may belong to a neighbour", async () => {
    const rule = 'ipv6: { prefix-of: interface:eth0, interface-id: "::1:52", prefix-length: 56 }';
    const { ipv6 } = (await oneName(`provider: cf, ipv4: off, ${rule}`)).addresses;
    expect(ipv6).toMatchObject({
      kind: "neighbour",
      prefixOf: { kind: "sources", sources: [[{ kind: "interface", interfaceName: "eth0" }]] },
      prefixLength: 56,
    });
    expect(ipv6.kind === "neighbour" && String(ipv6.interfaceId)).toBe("::1:52");
  });

  for (const [rule, expected] of [
    ["{ prefix-of: auto, mac: '00:11:22:33:44:55' }", "64 ::211:22ff:fe33:4455"],
    ["{ prefix-of: auto, mac: '00:11:22:33:44:55', prefix-length: 56, subnet: 3 }", "56 ::3:211:22ff:fe33:4455"],
    ["{ prefix-of: auto, interface-id: '::52', prefix-length: 56, subnet: 255 }", "56 ::ff:0:0:0:52"],
    ["{ prefix-of: auto, interface-id: '::52', prefix-length: 60, subnet: 0 }", "60 ::52"],
  ] as const) {
    test(`ipv6: ${rule}`, async () => {
      const { ipv6 } = (await oneName(`provider: cf, ipv4: off, ipv6: ${rule}`)).addresses;
      expect(ipv6.kind === "neighbour" && `${ipv6.prefixLength} ${ipv6.interfaceId}`).toBe(expected);
    });
  }

  for (const [rule, expected] of [
    ["ipv6: { interface: eth0 }", "eth0 any any"],
    ["ipv6: { prefix: '2001:db8::/48' }", "any 2001:db8::/48 any"],
    ["ipv6: { interface: eth0, prefix: '2001:db8::/48', interface-id: '::52' }", "eth0 2001:db8::/48 ::52"],
    ["ipv4: { prefix: 192.0.2.0/24 }", "any 192.0.2.0/24 any"],
  ] as const) {
    test(`${rule} pins`, async () => {
      const { ipv4, ipv6 } = (await oneName(`provider: cf, ${rule}`)).addresses;
      const pin = rule.startsWith("ipv4") ? ipv4 : ipv6;
      if (pin.kind !== "pinned") throw new Error("it pins");
      const { interfaceName = "any", prefix = "any", interfaceId = "any" } = pin;
      expect(`${interfaceName} ${prefix} ${interfaceId}`).toBe(expected);
    });
  }

  for (const [rule, code] of [
    ["ipv6: { prefix-of: auto, mac: '01:00:5e:00:00:01' }", "wrong-value"],
    ["ipv6: { prefix-of: auto, mac: '00:11:22:33:44:55', prefix-length: 72 }", "interface-id-inside-prefix"],
    ["ipv6: { prefix-of: auto, interface-id: '::52', subnet: 1 }", "subnet-outside-prefix"],
    [
      "ipv6: { prefix-of: auto, interface-id: '::1:0:0:0:52', prefix-length: 56, subnet: 1 }",
      "interface-id-inside-prefix",
    ],
    ["ipv6: { prefix: 192.0.2.0/24 }", "wrong-value"],
    ["ipv6: { prefix: everywhere }", "wrong-value"],
    ["ipv6: { interface-id: '2001:db8::1' }", "interface-id-inside-prefix"],
  ] as const) {
    test(`${rule} is a problem: ${code}`, async () => {
      const text = `agent: { names: [ { name: a.example, provider: cf, ${rule} } ] }\nproviders: { cf: { type: cloudflare, token: env:T } }`;
      const { problems } = await settleText(text, { environment: { T: "t" } });
      expect(problems.map((problem) => problem.code)).toEqual([code]);
    });
  }

  describe("over uplinks", () => {
    const uplinks = "uplinks: { fibre: { interface: eth0 }, lte: { address: 192.168.8.100 } }";
    const settled = async (fields: string): Promise<readonly string[]> => {
      const names = `names: [ { name: home.example.com, provider: cf, ${fields} } ]`;
      const text = `agent: { ${uplinks}, ${names} }\nproviders: { cf: { type: cloudflare, token: env:T } }`;
      const { config, problems } = await settleText(text, { environment: { T: "t" } });
      if (config === undefined) return problems.map((problem) => problem.code);
      return config.agent.names.map(({ owner, use, uplinks: list }) => {
        const ways = list.map(
          ({ name: key, interfaceName, localAddress }) => `${key}=${interfaceName ?? localAddress}`,
        );
        return `${owner.hostname} ${use} ${ways.join(" ")}`;
      });
    };

    for (const [fields, expected] of [
      ["uplinks: [fibre, lte]", ["home.example.com first fibre=eth0 lte=192.168.8.100"]],
      ["uplinks: [lte], use: all", ["home.example.com all lte=192.168.8.100"]],
      [
        "uplinks: [fibre, lte], use: each",
        ["fibre.home.example.com first fibre=eth0", "lte.home.example.com first lte=192.168.8.100"],
      ],
      ["uplinks: [fiber]", ["unknown-uplink"]],
      ["uplinks: []", ["empty-list"]],
      ["use: some, uplinks: [lte]", ["not-allowed"]],
    ] as const) {
      test(`{ ${fields} }`, async () => expect(await settled(fields)).toEqual([...expected]));
    }
  });

  test("takes TTL, scopes, ownership and options of its provider", async () => {
    const fields =
      "scopes: [private, unique-local], ownership: values, options: { proxied: true, comment: 12, tags: [a] }";
    expect(await oneName(`provider: cf, ttl: 5m, ${fields}`)).toMatchObject({
      ttl: 300,
      scopes: ["private", "unique-local"],
      ownership: "values",
      options: { proxied: true, comment: "12", tags: ["a"] },
    });
    expect(Number((await oneName("provider: cf, ttl: 120")).ttl)).toBe(120);
  });

  test("may be kept at two providers, and by families at one", async () => {
    const text =
      "agent: { names: [ { name: a.example, provider: cf, ipv6: off }, { name: a.example, provider: cf, ipv4: off }," +
      ` { name: a.example, provider: duck } ] }${accounts}`;
    expect((await configOf(text, { environment, files })).agent.names).toHaveLength(3);
  });
});

describe("an exposed port", () => {
  for (const [written, settled] of [
    ["tcp/445", { transport: "tcp", port: 445, externalPort: 445, to: "undefined", families: ["ipv4", "ipv6"] }],
    ["udp/65535", { transport: "udp", port: 65_535, externalPort: 65_535, families: ["ipv4", "ipv6"] }],
    ["{ port: tcp/8443, external: 443 }", { port: 8_443, externalPort: 443, families: ["ipv4", "ipv6"] }],
    ["{ port: tcp/22, family: ipv6 }", { externalPort: 22, families: ["ipv6"] }],
    ["{ port: tcp/22, family: both }", { families: ["ipv4", "ipv6"] }],
    ["{ port: tcp/22, to: 192.168.1.20 }", { to: "192.168.1.20", families: ["ipv4"] }],
    ['{ port: tcp/22, to: "2001:db8::20", family: ipv6 }', { to: "2001:db8::20", families: ["ipv6"] }],
  ] as const) {
    test(written, async () => {
      const { agent } = await configOf(`agent: { expose: [ ${written} ] }`);
      expect(agent.expose.map((one) => ({ ...one, to: String(one.to) }))).toMatchObject([settled]);
    });
  }

  test("may be given to two hosts by different ports, and to both protocols and families", async () => {
    const text =
      "agent: { expose: [ tcp/22, udp/22, { port: tcp/22, external: 2222, to: 192.168.1.20 }," +
      " { port: tcp/80, family: ipv4 }, { port: tcp/80, family: ipv6 } ] }";
    expect((await configOf(text)).agent.expose).toHaveLength(5);
  });
});

describe("a provider", () => {
  test("has complete settings, texts as they were written, secrets wrapped", async () => {
    const { settings } = (await oneName("provider: dyn")).provider;
    expect(settings).toMatchObject({
      url: "https://dyn.example.net/nic/update",
      username: "ann",
      families: "apart",
      insecure: false,
    });
    expect(settings["password"] instanceof Secret && settings["password"].reveal()).toBe("0123");
    expect(Object.hasOwn(settings, "port")).toBe(false);
  });

  test("keeps declared names of settings, whatever the file calls them", async () => {
    expect((await oneName("provider: cf")).provider.settings).toMatchObject({ zoneId: "0123" });
  });

  test("secrets come from variables and files, without the line break", async () => {
    const secretOf = async (provider: string): Promise<string | undefined> => {
      const token = (await oneName(`provider: ${provider}`)).provider.settings["token"];
      return token instanceof Secret ? token.reveal() : undefined;
    };
    expect([await secretOf("cf"), await secretOf("duck")]).toEqual(["t0ken", "s3cret"]);
  });

  test("says how to verify", async () => {
    const { verify } = (await oneName("provider: cf")).provider;
    expect(verify.kind === "servers" && verify.servers.map(formatEndpoint)).toEqual([
      "192.0.2.53:53",
      "[2001:db8::53]:5300",
    ]);
    expect((await oneName("provider: duck")).provider.verify).toEqual({ kind: "off" });
    expect((await oneName("provider: dyn")).provider.verify).toEqual({ kind: "auto" });
  });

  test("a literal in a variable of ours is no warning, and stays as it is", async () => {
    const overrides = { HOLDFAST_PROVIDERS__DUCK__TOKEN: "0x10 #no: comment", TOKEN: "t" };
    const { config, problems } = await settleText(`agent: { names: [ { name: a.b, provider: duck } ] }${accounts}`, {
      environment: overrides,
      files,
    });
    const token = config?.agent.names[0]?.provider.settings["token"];
    expect(token instanceof Secret && token.reveal()).toBe("0x10 #no: comment");
    expect(problems.map(({ code }) => code)).toEqual(["secret-literal"]);
  });
});

describe("the server", () => {
  test("is undefined when nobody wrote about it", async () => {
    expect((await configOf("agent: {}")).server).toBeUndefined();
  });

  test("listens for DNS everywhere and for HTTP nowhere unless told", async () => {
    const { server } = await configOf("server: {}");
    expect(server?.dns.listen.map(formatEndpoint)).toEqual(["0.0.0.0:53", "[::]:53"]);
    expect(server?.http).toEqual({ listen: [], trustedProxies: [] });
  });

  test("serves zones; files are beside the configuration", async () => {
    const { server } = await configOf(
      "server: { zones: [ { name: dyn.example.org, file: dyn.zone }, " +
        "{ name: example.net, ns: [ns1.example.net, ns2.example.net], contact: 'ann.lee@example.net', ttl: 5m } ] }",
    );
    expect(
      server?.zones.map((zone) => [
        `${zone.apex}`,
        zone.file,
        `${zone.nameServers}`,
        `${zone.rname}`,
        Number(zone.ttl),
      ]),
    ).toEqual([
      ["dyn.example.org.", "/etc/hf/dyn.zone", "", "hostmaster.dyn.example.org.", 60],
      ["example.net.", undefined, "ns1.example.net.,ns2.example.net.", "ann\\.lee.example.net.", 300],
    ]);
  });

  test("every zone has a name that answers with the address of whoever asks, unless it is off", async () => {
    const { server } = await configOf(
      "server: { zones: [ { name: a.example, ns: [ns1.example.net] }, " +
        "{ name: b.example, ns: [ns1.example.net], whoami: my-address }, " +
        "{ name: c.example, ns: [ns1.example.net], whoami: off } ] }",
    );
    expect(
      server?.zones.map(({ whoami }) => whoami && `${whoami.name}${whoami.isRequired ? " required" : ""}`),
    ).toEqual(["whoami.a.example.", "my-address.b.example. required", undefined]);
  });

  test("a zone has a lease when one is written, with stand-by addresses or without", async () => {
    const { server } = await configOf(
      "server: { zones: [ { name: a.example, ns: [ns1.example.net] }, " +
        "{ name: b.example, ns: [ns1.example.net], lease: 90s }, " +
        "{ name: c.example, ns: [ns1.example.net], lease: 5m, standby: [192.0.2.80, '2001:db8::80'] } ] }",
    );
    expect(
      server?.zones.map(({ lease }) => lease && [Duration.format(lease.duration), lease.standby.join(" ")]),
    ).toEqual([undefined, ["90s", ""], ["5m", "192.0.2.80 2001:db8::80"]]);
  });

  test("a zone with primaries is theirs, whatever it says of content", async () => {
    const { server } = await configOf(
      "server: { keys: [ { name: k.example, secret: env:KEY } ], zones: [ { name: z.example, " +
        "primaries: [ 192.0.2.53, { address: '[2001:db8::53]:5300', key: k.example } ] } ] }",
      { environment: { KEY: "c2VjcmV0" } },
    );
    const [zone] = server?.zones ?? [];
    expect(zone?.primaries.map(({ endpoint, keyName }) => [formatEndpoint(endpoint), keyName?.hostname])).toEqual([
      ["192.0.2.53:53", undefined],
      ["[2001:db8::53]:5300", "k.example"],
    ]);
    expect([zone?.file, zone?.nameServers, zone?.whoami]).toEqual([undefined, [], undefined]);
    for (const [more, code] of [
      ["primaries: [192.0.2.53], ns: [ns1.example.net]", "copy-has-content"],
      ["primaries: [192.0.2.53], lease: 5m", "copy-has-content"],
      ["primaries: [{ address: 192.0.2.53, key: nobody.example }]", "unknown-key-name"],
    ] as const) {
      const { problems } = await settleText(`server: { zones: [ { name: z.example, ${more} } ] }`);
      expect(problems.map((problem) => problem.code)).toEqual([code]);
    }
  });

  test("keys have a name, a secret and rights", async () => {
    const { server } = await configOf(
      `server: { keys: [ { name: a.example, secret: env:KEY }, { name: b.example, algorithm: hmac-sha512, secret: env:KEY, ` +
        `update: [ { names: [home.example, '*.lan.example'], types: [A, type28] } ] } ] }`,
      { environment: { KEY: "c2VjcmV0" } },
    );
    expect(
      server?.keys.map(({ name, algorithm, secret, update }) => [
        name.hostname,
        algorithm,
        secret.reveal(),
        ...update.map(({ names, types }) => [names.map(({ name, isBelow }) => [name.hostname, isBelow]), types]),
      ]),
    ).toEqual([
      ["a.example", "hmac-sha256", "c2VjcmV0"],
      [
        "b.example",
        "hmac-sha512",
        "c2VjcmV0",
        [
          [
            ["home.example", false],
            ["lan.example", true],
          ],
          ["A", "AAAA"],
        ],
      ],
    ]);
  });

  for (const [key, code] of [
    ["name: a.example, secret: '***'", "secret-not-base64"],
    ["name: a..b, secret: c2VjcmV0", "wrong-name"],
    ["name: a.example, secret: c2VjcmV0, update: [{ names: [a.*.b] }]", "wrong-value"],
    ["name: a.example, secret: c2VjcmV0, update: [{ names: [a.b], types: [AXFR] }]", "wrong-value"],
    ["name: a.example, secret: c2VjcmV0, update: [{ names: [a.b], types: [X] }]", "wrong-value"],
    ["name: a.example, secret: c2VjcmV0 }, { name: A.example, secret: c2VjcmV0", "key-repeated"],
  ] as const) {
    test(`a key { ${key} } is ${code}`, async () => {
      const { problems } = await settleText(`server: { keys: [{ ${key} }] }`);
      expect(problems.map((problem) => problem.code)).toContain(code);
    });
  }

  describe("a key as its maker prints it", () => {
    const printed = 'key "a.example" { algorithm hmac-sha256; secret "c2VjcmV0"; };';
    const one = (rest = ""): string => `server: { keys: [{ name: a.example, secret: env:KEY${rest} }] }`;

    test("is a secret", async () => {
      const { server } = await configOf(one(), { environment: { KEY: printed } });
      expect(server?.keys).toHaveLength(1);
    });

    test("must be of the same name and algorithm", async () => {
      const { problems } = await settleText(one(", algorithm: hmac-sha512"), { environment: { KEY: printed } });
      expect(problems).toMatchObject([
        {
          code: "secret-of-another-key",
          facts: { keys: ["a.example (hmac-sha256)"], wanted: "a.example (hmac-sha512)" },
        },
      ]);
    });
  });

  test("a secondary's key that is listed with a mistake is one problem, not two", async () => {
    const { problems } = await settleText(
      "server: { keys: [{ name: a.example, secret: env:KEY }], secondaries: [{ address: 192.0.2.1, key: a.example }] }",
      { environment: { KEY: "***" } },
    );
    expect(problems.map(({ code }) => code)).toEqual(["secret-not-base64"]);
  });

  test("a port alone means all addresses; port 0 may repeat", async () => {
    const { server } = await configOf('server: { dns: { listen: [":5300", "127.0.0.1:0", "127.0.0.1:0"] } }');
    expect(server?.dns.listen.map(formatEndpoint)).toEqual(["0.0.0.0:5300", "[::]:5300", "127.0.0.1:0", "127.0.0.1:0"]);
  });

  test("answers are not limited and tell nothing of the server unless that is written", async () => {
    const { server } = await configOf("server: { dns: { threads: 1 } }");
    expect(server?.dns.answers).toEqual({
      identity: { hostname: undefined, version: undefined },
      hasExtendedErrors: true,
      rateLimit: undefined,
    });
  });

  test("a limit that is written has the usual values where it says nothing", async () => {
    const { server } = await configOf(
      "server: { dns: { identity: { name: ns1 }, extended-errors: false, rate-limit: { slip: 0, ipv6-prefix: 48 } } }",
    );
    expect(server?.dns.answers).toEqual({
      identity: { hostname: "ns1", version: undefined },
      hasExtendedErrors: false,
      rateLimit: { perSecond: 200, slip: 0, prefixes: { ipv4: 24, ipv6: 48 } },
    });
  });

  for (const [text, code] of [
    ["rate-limit: { per-second: 0 }", "out-of-range"],
    ["rate-limit: { slip: 11 }", "out-of-range"],
    ["rate-limit: { ipv4-prefix: 33 }", "out-of-range"],
    [`identity: { name: ${"x".repeat(65)} }`, "out-of-range"],
    ["rate-limit: off", "wrong-type"],
  ] as const) {
    test(`server.dns { ${text} } is ${code}`, async () => {
      const { problems } = await settleText(`server: { dns: { ${text} } }`);
      expect(problems.map((problem) => problem.code)).toContain(code);
    });
  }

  const shared = "tls: { certificate: a.pem, key: /etc/ssl/a.key }";
  const own = "tls: { certificate: b.pem, key: b.key }";
  for (const [http, listeners] of [
    [`listen: ["0.0.0.0:443"], ${shared}`, ["0.0.0.0:443 /etc/hf/a.pem /etc/ssl/a.key"]],
    ['listen: ["127.0.0.1:8080"], plain: true', ["127.0.0.1:8080 plain"]],
    [
      `listen: ["0.0.0.0:443", { listen: "127.0.0.1:80", plain: true }], ${shared}`,
      ["0.0.0.0:443 /etc/hf/a.pem /etc/ssl/a.key", "127.0.0.1:80 plain"],
    ],
    [
      `listen: ["127.0.0.1:80", { listen: "0.0.0.0:443", ${own} }], plain: true`,
      ["127.0.0.1:80 plain", "0.0.0.0:443 /etc/hf/b.pem /etc/hf/b.key"],
    ],
    [`listen: [{ listen: "0.0.0.0:443", ${own} }], ${shared}`, ["0.0.0.0:443 /etc/hf/b.pem /etc/hf/b.key"]],
  ] as const) {
    test(`http { ${http} }`, async () => {
      const { server } = await configOf(`server: { http: { ${http} } }`);
      expect(
        server?.http.listen.map(
          ({ endpoint, tls }) =>
            `${formatEndpoint(endpoint)} ${tls === undefined ? "plain" : `${tls.certificate} ${tls.key}`}`,
        ),
      ).toEqual([...listeners]);
    });
  }

  test("trusts the proxies that are listed", async () => {
    const http = 'listen: [":80"], plain: true, trusted-proxies: [10.0.0.0/8, "2001:db8::1"]';
    const { server } = await configOf(`server: { http: { ${http} } }`);
    expect(server?.http.trustedProxies.map(String)).toEqual(["10.0.0.0/8", "2001:db8::1/128"]);
  });
});

test("one wrong value hides no other one", async () => {
  const text = `agent:
  interval: soon
  names:
    - { name: a..b, provider: cf, ipv5: auto, ttl: 1 }
    - { provider: nobody }
server: { dns: { listen: [nowhere] } }
${accounts}`;
  const { problems } = await settleText(text, { environment, files });
  expect(problems.map(({ code, key }) => `${code} ${key}`)).toEqual([
    "wrong-value agent.interval",
    "wrong-name agent.names[0].name",
    "unknown-key agent.names[0].ipv5",
    "ttl-outside-limits agent.names[0].ttl",
    "missing-key agent.names[1]",
    "unknown-provider agent.names[1].provider",
    "wrong-value server.dns.listen[0]",
    "secret-literal providers.dyn.password",
  ]);
});
