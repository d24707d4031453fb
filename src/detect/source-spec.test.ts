import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import type { Family } from "../core/family.ts";
import { families } from "../core/family.ts";
import { formatMac } from "../core/interface-id.ts";
import { defaultEchoes } from "./default-sources.ts";
import { parseSources, type SourceSpec, unhurried } from "./source-spec.ts";

/** One line per source, so that rows stay readable. */
function shown(spec: SourceSpec): string {
  switch (spec.kind) {
    case "interface":
      return `interface ${spec.interfaceName ?? "any"}`;
    case "neighbour":
      return `neighbour ${formatMac(spec.mac)}`;
    case "router":
      return `router ${spec.question.protocol ?? "any"}${spec.question.isBrief ? " brief" : ""}`;
    case "stun":
      return `stun ${spec.server.host} ${spec.server.port} ${spec.server.operator}`;
    case "http-echo": {
      const { url, extract, operator, isInsecure } = spec.echo;
      const how =
        extract.kind === "json" ? extract.path.join("/") : extract.kind === "regex" ? extract.pattern : "text";
      return `http ${url} ${how} ${operator}${isInsecure ? " insecure" : ""}`;
    }
    case "dns-echo": {
      const { name, type, class: rrClass, host, port, isAuthority, operator, authenticationName } = spec.echo;
      const over = authenticationName === undefined ? "" : ` tls ${authenticationName}`;
      return `dns ${name.hostname} ${type} ${rrClass} ${host} ${port} ${operator}${isAuthority ? " aa" : ""}${over}`;
    }
    case "cloudflare-trace":
      return `trace ${spec.trace.host} ${spec.trace.port}`;
    case "server": {
      const { url, whoami, operator, isInsecure } = spec.server;
      const byDns = whoami === undefined ? "" : ` ${whoami.name.hostname}@${whoami.host}:${whoami.port}`;
      return `server ${url} ${operator}${byDns}${isInsecure ? " insecure" : ""}`;
    }
    case "static":
      return `static ${spec.addresses.join(" ")}`;
    case "file":
      return `file ${spec.path}`;
    case "command":
      return `command ${JSON.stringify(spec.argv)}`;
  }
}

const accepted: readonly (readonly [given: unknown, family: Family, ...expected: string[]])[] = [
  ["interface", "ipv4", "interface any"],
  ["interface:eth0", "ipv6", "interface eth0"],
  ["interface:ppp0:1", "ipv4", "interface ppp0:1"],
  ["neighbour:00-11-22-33-44-FF", "ipv6", "neighbour 00:11:22:33:44:ff"],
  ["router", "ipv4", "router any"],
  ["router:pcp", "ipv4", "router pcp"],
  ["router:nat-pmp", "ipv4", "router nat-pmp"],
  ["router:upnp", "ipv4", "router upnp"],
  ["stun:stun.example.net", "ipv4", "stun stun.example.net 3478 example.net"],
  ["stun:STUN.Example.net:19302", "ipv4", "stun stun.example.net 19302 example.net"],
  ["stun:192.0.2.1", "ipv4", "stun 192.0.2.1 3478 192.0.2.1"],
  ["stun:[2001:db8::1]:19302", "ipv6", "stun 2001:db8::1 19302 2001:db8::1"],
  ["stun:2001:db8::1", "ipv6", "stun 2001:db8::1 3478 2001:db8::1"],
  ["stun:localhost:3478", "ipv4", "stun localhost 3478 localhost"],
  ["stun:stun.cloudflare.com", "ipv4", "stun stun.cloudflare.com 3478 cloudflare"],
  ["http-echo:https://ip.example.net/v4?key=a:b", "ipv4", "http https://ip.example.net/v4?key=a:b text example.net"],
  ["http-echo:http://127.0.0.1:8080/", "ipv4", "http http://127.0.0.1:8080/ text 127.0.0.1"],
  [
    { type: "http-echo", url: "https://ip.example.net/", json: "data.0.ip", operator: "Example" },
    "ipv4",
    "http https://ip.example.net/ data/0/ip Example",
  ],
  [
    { type: "http-echo", url: "http://192.0.2.1/status", regex: "^ip=(.*)$", insecure: true },
    "ipv4",
    "http http://192.0.2.1/status /^ip=(.*)$/m 192.0.2.1 insecure",
  ],
  ["dns-echo:whoami.cloudflare", "ipv4", "dns whoami.cloudflare TXT CH one.one.one.one 53 cloudflare"],
  ["dns-echo:whoami.cloudflare@1.1.1.1", "ipv4", "dns whoami.cloudflare TXT CH 1.1.1.1 53 cloudflare"],
  ["dns-echo:O-O.myaddr.l.google.com", "ipv6", "dns o-o.myaddr.l.google.com TXT IN ns1.google.com 53 google aa"],
  ["dns-echo:myip.opendns.com", "ipv4", "dns myip.opendns.com address IN resolver1.opendns.com 53 cisco"],
  ["dns-echo:whoami.test@ns.example.net", "ipv4", "dns whoami.test address IN ns.example.net 53 example.net"],
  ["dns-echo:whoami.test@ns.example.net:5353/TXT", "ipv6", "dns whoami.test TXT IN ns.example.net 5353 example.net"],
  [
    "dns-echo:whoami.test@[2001:db8::53]:5353/aaaa",
    "ipv6",
    "dns whoami.test address IN 2001:db8::53 5353 2001:db8::53",
  ],
  [
    { type: "dns-echo", name: "whoami.test", server: "192.0.2.53", record: "txt", class: "ch", authoritative: true },
    "ipv4",
    "dns whoami.test TXT CH 192.0.2.53 53 192.0.2.53 aa",
  ],
  [
    "dns-echo:whoami.test@tls://ns.example.net",
    "ipv4",
    "dns whoami.test address IN ns.example.net 853 example.net tls ns.example.net",
  ],
  [
    "dns-echo:whoami.cloudflare@tls://1.1.1.1:8853#one.one.one.one/TXT",
    "ipv4",
    "dns whoami.cloudflare TXT CH 1.1.1.1 8853 cloudflare tls one.one.one.one",
  ],
  [
    "dns-echo:whoami.test@tls://[2001:db8::53]",
    "ipv6",
    "dns whoami.test address IN 2001:db8::53 853 2001:db8::53 tls 2001:db8::53",
  ],
  [
    { type: "dns-echo", name: "whoami.test", server: "tls://192.0.2.53#ns.example.net" },
    "ipv4",
    "dns whoami.test address IN 192.0.2.53 853 example.net tls ns.example.net",
  ],
  ["server:https://dyn.example.org", "ipv4", "server https://dyn.example.org/ example.org"],
  [
    { type: "server", url: "https://dyn.example.org/holdfast", name: "whoami.dyn.example.org" },
    "ipv4",
    "server https://dyn.example.org/holdfast example.org whoami.dyn.example.org@dyn.example.org:53",
  ],
  [
    {
      type: "server",
      url: "http://192.0.2.1:8080",
      insecure: true,
      name: "whoami.example",
      server: "192.0.2.53:5353",
      operator: "me",
    },
    "ipv4",
    "server http://192.0.2.1:8080/ me whoami.example@192.0.2.53:5353 insecure",
  ],
  ["cloudflare-trace", "ipv6", "trace api.cloudflare.com 443"],
  ["cloudflare-trace:www.example.net", "ipv4", "trace www.example.net 443"],
  ["cloudflare-trace:[2001:db8::1]:8443", "ipv6", "trace 2001:db8::1 8443"],
  ["static:198.51.100.7", "ipv4", "static 198.51.100.7"],
  ["static:2001:DB8::7, 2001:db8::8", "ipv6", "static 2001:db8::7 2001:db8::8"],
  ["file:/run/wan-address", "ipv4", "file /run/wan-address"],
  ["file:C:\\ProgramData\\wan.txt", "ipv4", "file C:\\ProgramData\\wan.txt"],
  ["command:/usr/bin/wan  --family 4", "ipv4", 'command ["/usr/bin/wan","--family","4"]'],
  [{ type: "command", argv: ["/usr/bin/wan", "a b"] }, "ipv4", 'command ["/usr/bin/wan","a b"]'],
  [["interface:eth0", "stun:stun.example.net"], "ipv4", "interface eth0", "stun stun.example.net 3478 example.net"],
  [" interface ", "ipv4", "interface any"],
];

const refused: readonly (readonly [given: unknown, family: Family, code: string, subject: string])[] = [
  ["", "ipv4", "source-empty", ""],
  [[], "ipv4", "source-empty", ""],
  [42, "ipv4", "source-not-text", ""],
  [null, "ipv4", "source-not-text", ""],
  [[["stun"]], "ipv4", "source-not-text", ""],
  ["stunn:stun.example.net", "ipv4", "source-unknown", "stunn"],
  ["neighbour", "ipv6", "argument-missing", "neighbour"],
  ["neighbour:nas", "ipv6", "bad-mac", "nas"],
  ["router", "ipv6", "ipv4-only", "router"],
  ["router:pcp", "ipv6", "ipv4-only", "router"],
  ["router:snmp", "ipv4", "router-protocol-unknown", "snmp"],
  ["router:192.168.1.1", "ipv4", "router-protocol-unknown", "192.168.1.1"],
  ["router:", "ipv4", "argument-missing", "router"],
  [{ type: "router" }, "ipv4", "text-form-only", "router"],
  ["off", "ipv4", "source-unknown", "off"],
  ["https://ip.example.net/", "ipv4", "source-unknown", "https"],
  ["auto:eth0", "ipv4", "argument-not-allowed", "auto"],
  ["interface:", "ipv4", "argument-missing", "interface"],
  ["static", "ipv4", "argument-missing", "static"],
  ["file", "ipv4", "argument-missing", "file"],
  ["command", "ipv4", "argument-missing", "command"],
  ["command: ", "ipv4", "argument-missing", "command"],
  ["stun:stun.example.net:0", "ipv4", "bad-port", "0"],
  ["stun:stun.example.net:65536", "ipv4", "bad-port", "65536"],
  ["stun:stun.example.net:", "ipv4", "bad-port", ""],
  ["stun:stun.example.net:stun", "ipv4", "bad-port", "stun"],
  ["stun:1.2.3", "ipv4", "bad-host", "1.2.3"],
  ["server", "ipv4", "argument-missing", "server"],
  ["server:mine", "ipv4", "server-unknown", "mine"],
  ["server:http://dyn.example.org/", "ipv4", "url-not-https", "http://dyn.example.org"],
  ["server:https://[2001:db8::1]/", "ipv4", "wrong-family", "2001:db8::1"],
  [{ type: "server", name: "whoami.example" }, "ipv4", "key-missing", "url"],
  [{ type: "server", url: "https://dyn.example.org", server: "192.0.2.53" }, "ipv4", "key-missing", "name"],
  [{ type: "server", url: "https://dyn.example.org", name: "a..b" }, "ipv4", "bad-name", "a..b"],
  ["dns-echo:whoami.test@tls://", "ipv4", "bad-host", ""],
  ["dns-echo:whoami.test@tls://ns.example.net#", "ipv4", "bad-host", ""],
  ["dns-echo:whoami.test@tls://ns.example.net#1.2.3", "ipv4", "bad-host", "1.2.3"],
  ["dns-echo:whoami.test@tls://ns.example.net:0", "ipv4", "bad-port", "0"],
  ["dns-echo:whoami.test@tls://[2001:db8::53]", "ipv4", "wrong-family", "2001:db8::53"],
  ["stun:stun example", "ipv4", "bad-host", "stun example"],
  ["stun:[192.0.2.1]:3478", "ipv4", "bad-host", "[192.0.2.1]:3478"],
  ["stun:2001:db8::1", "ipv4", "wrong-family", "2001:db8::1"],
  ["http-echo:ip.example.net", "ipv4", "bad-url", "ip.example.net"],
  ["http-echo:ftp://ip.example.net/", "ipv4", "bad-url", "ftp:"],
  ["http-echo:http://ip.example.net/?key=canary", "ipv4", "url-not-https", "http://ip.example.net"],
  ["http-echo:https://user:canary@ip.example.net/", "ipv4", "url-has-credentials", "https://ip.example.net"],
  ["http-echo:https://[2001:db8::1]/", "ipv4", "wrong-family", "2001:db8::1"],
  [{ type: "http-echo" }, "ipv4", "key-missing", "url"],
  [{ url: "https://ip.example.net/" }, "ipv4", "key-missing", "type"],
  [{ type: "http-echo", url: "https://x.example/", insecure: "yes" }, "ipv4", "key-of-wrong-type", "insecure"],
  [{ type: "http-echo", url: "https://x.example/", jsonn: "ip" }, "ipv4", "key-unknown", "jsonn"],
  [{ type: "http-echo", url: "https://x.example/", json: "a..b" }, "ipv4", "bad-json-path", "a..b"],
  [{ type: "http-echo", url: "https://x.example/", regex: "(" }, "ipv4", "bad-pattern", "("],
  [
    { type: "http-echo", url: "https://x.example/", json: "a", regex: "b" },
    "ipv4",
    "keys-exclude-each-other",
    "json, regex",
  ],
  [{ type: "static", address: "198.51.100.7" }, "ipv4", "text-form-only", "static"],
  [{ type: "dyndns" }, "ipv4", "source-unknown", "dyndns"],
  [{ type: "command", argv: [] }, "ipv4", "key-missing", "argv"],
  [{ type: "command", argv: "/usr/bin/wan" }, "ipv4", "key-of-wrong-type", "argv"],
  [{ type: "command", argv: ["/usr/bin/wan", 4] }, "ipv4", "key-of-wrong-type", "argv"],
  ["dns-echo:whoami.test", "ipv4", "server-missing", "whoami.test"],
  ["dns-echo:@192.0.2.53", "ipv4", "bad-name", ""],
  ["dns-echo:a..b@192.0.2.53", "ipv4", "bad-name", "a..b"],
  ["dns-echo:whoami.test@192.0.2.53/MX", "ipv4", "bad-record-type", "MX"],
  ["dns-echo:whoami.test@192.0.2.53/AAAA", "ipv4", "wrong-family", "AAAA"],
  ["dns-echo:whoami.test@2001:db8::53", "ipv4", "wrong-family", "2001:db8::53"],
  [{ type: "dns-echo", name: "a.b", server: "192.0.2.1", class: "HS" }, "ipv4", "bad-record-type", "HS"],
  ["static:198.51.100", "ipv4", "not-an-address", "198.51.100"],
  ["static:198.51.100.7,2001:db8::7", "ipv4", "wrong-family", "2001:db8::7"],
  ["file:wan-address", "ipv4", "path-not-absolute", "wan-address"],
  ['command:sh -c "echo 1"', "ipv4", "command-quoted", 'sh -c "echo 1"'],
];

describe("source texts", () => {
  for (const [given, family, ...expected] of accepted) {
    test(`${JSON.stringify(given)} for ${family}`, () => {
      expect(expectOk(parseSources(given, family)).map(shown)).toEqual(expected);
    });
  }

  for (const [given, family, code, subject] of refused) {
    test(`${JSON.stringify(given)} for ${family} is ${code}`, () => {
      const parsed = parseSources(given, family);
      expect(parsed.ok ? parsed.value.map(shown) : `${parsed.code} ${parsed.subject}`).toEqual(`${code} ${subject}`);
      expect(JSON.stringify(parsed)).not.toContain("canary");
    });
  }

  test("auto asks the interface, then the router where there is one for the family, then echoes", () => {
    const first = (family: Family): readonly string[] => expectOk(parseSources("auto", family)).map(shown).slice(0, 2);
    expect(first("ipv4")).toEqual(["interface any", "router any brief"]);
    expect(first("ipv6")[0]).toBe("interface any");
    expect(first("ipv6")[1]).not.toContain("router");
    expect(expectOk(parseSources("auto", "ipv4")).map(unhurried).map(shown)[1]).toBe("router any");
  });

  test("a failure in a list says which one it is", () => {
    expect(parseSources(["interface", "stun:stun.example.net:0"], "ipv4")).toMatchObject({
      code: "bad-port",
      index: 1,
    });
  });
});

const operatorOfSpec = (spec: SourceSpec): string | undefined => {
  if (spec.kind === "stun") return spec.server.operator;
  return spec.kind === "http-echo" || spec.kind === "dns-echo" ? spec.echo.operator : undefined;
};

describe("default sources", () => {
  for (const family of families) {
    const auto = expectOk(parseSources("auto", family));

    test(`${family}: the interface comes first, then echoes of at least six operators`, () => {
      expect(auto[0]).toEqual({ kind: "interface", interfaceName: undefined });
      expect(new Set(auto.slice(1).map(operatorOfSpec)).size).toBeGreaterThanOrEqual(6);
    });

    test(`${family}: the first three echoes are of different operators and of both worlds`, () => {
      expect(new Set(auto.slice(1, 4).map(operatorOfSpec)).size).toBe(3);
      const first = defaultEchoes.filter((echo) => echo.families.includes(family)).slice(0, 3);
      expect(new Set(first.map((echo) => echo.homeland)).size).toBe(2);
    });

    for (const protocol of ["stun", "http-echo", "dns-echo"]) {
      test(`${family}: ${protocol} alone reaches a quorum of two operators`, () => {
        const specs = expectOk(parseSources(protocol, family));
        expect(specs.every(({ kind }) => kind === protocol)).toBe(true);
        expect(new Set(specs.map(operatorOfSpec)).size).toBeGreaterThanOrEqual(2);
      });
    }

    test(`${family}: two operators are at home in China, two elsewhere`, () => {
      for (const homeland of ["china", "world"]) {
        const echoes = defaultEchoes.filter((echo) => echo.homeland === homeland && echo.families.includes(family));
        const operators = echoes.flatMap((echo) => expectOk(parseSources(echo.source, family)).map(operatorOfSpec));
        expect(new Set(operators).size).toBeGreaterThanOrEqual(2);
      }
    });
  }

  test("none is listed twice and none goes over plain HTTP", () => {
    expect(new Set(defaultEchoes.map(({ source }) => source)).size).toBe(defaultEchoes.length);
    expect(defaultEchoes.filter(({ source }) => source.includes("http:"))).toEqual([]);
  });
});
