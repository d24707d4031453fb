import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { Ddclient } from "./ddclient.ts";
import { seenAddresses } from "./dns-view.ts";
import { RealServer } from "./real-server.ts";

/**
 * Debian's ddclient against our real server: every row tells how ddclient itself ends, in its own words, what it
 * remembers, and what dig and kdig see then. Version 3.10.0.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const authority = createAuthority();
const server = new RealServer({ tls: authority.issue({ hosts: ["127.0.0.1"] }) });
const hosts = ["home.dyn.example", "nas.dyn.example", "pc.dyn.example"] as const;
const [home, nas, pc] = hosts;
const tokens = new Map<string, string>();

beforeAll(async () => {
  await server.start();
  writeFileSync(join(server.folder, "authority.pem"), authority.certificate);
  for (const host of hosts) tokens.set(host, await server.addHost(host));
});

afterAll(() => server.stop());

let ddclient: Ddclient;
beforeEach(async () => {
  ddclient = new Ddclient(server.folder);
  for (const host of hosts) await server.publish(host, tokens.get(host), []);
});

/** The usual lines, with the address to publish and what differs. */
function lines(how: string, host: string = home, password = tokens.get(host), login = host): readonly string[] {
  return [
    "ssl=no",
    how,
    "protocol=dyndns2",
    `server=127.0.0.1:${server.ports.http}`,
    `login=${login}, password='${password}' ${host}`,
  ];
}

const fixed = (address: string): string => `use=ip, ip=${address}`;

/** How real users learn an address; unlike `use=ip` it leaves nothing in ddclient's cache when the update fails. */
const command = (address: string): string => `use=cmd, cmd='echo ${address}'`;

const succeeded = (host: string, address: string): string =>
  `SUCCESS:  updating ${host}: good: IP address set to ${address}\n`;

describe("a change", () => {
  interface Row {
    readonly name: string;
    readonly before?: readonly string[];
    readonly how: string;
    readonly address: string;
    readonly seen: readonly string[];
  }
  const rows: readonly Row[] = [
    { name: "first IPv4", how: fixed("192.0.2.1"), address: "192.0.2.1", seen: ["192.0.2.1"] },
    {
      name: "another IPv4",
      before: ["192.0.2.1"],
      how: command("192.0.2.2"),
      address: "192.0.2.2",
      seen: ["192.0.2.2"],
    },
    {
      name: "first IPv6, which leaves IPv4 alone",
      before: ["192.0.2.1"],
      how: fixed("2001:db8::1"),
      address: "2001:db8::1",
      seen: ["192.0.2.1", "2001:db8::1"],
    },
    {
      name: "another IPv6",
      before: ["192.0.2.1", "2001:db8::1"],
      how: command("2001:db8::2"),
      address: "2001:db8::2",
      seen: ["192.0.2.1", "2001:db8::2"],
    },
  ];
  for (const { name, before, how, address, seen } of rows) {
    test(`${name}: good, remembered, seen`, async () => {
      if (before !== undefined) await server.publish(home, tokens.get(home), before);
      ddclient.configure(lines(how));
      const ran = await ddclient.run();
      expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(home, address)) });
      expect(ddclient.remembered(home)).toMatchObject({ status: "good", ip: address });
      expect(await seenAddresses(server.ports.dns, home)).toEqual([...seen]);
    });
  }

  test("with all the old options: they are carried and ignored", async () => {
    ddclient.configure([
      ...lines(fixed("192.0.2.3")).slice(0, -1),
      `custom=yes, wildcard=yes, mx=mail.example.net, backupmx=yes, login=token, password=${tokens.get(home)} ${home}`,
    ]);
    const ran = await ddclient.run();
    expect(ran.output).toContain(
      `SENDING:  GET /nic/update?system=custom&hostname=${home}&myip=192.0.2.3&wildcard=ON&mx=mail.example.net&backmx=YES HTTP/1.1\n`,
    );
    expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(home, "192.0.2.3")) });
  });

  test("several hosts, each with its own token: a request each", async () => {
    ddclient.configure([...lines(command("192.0.2.4"), nas), `login=${pc}, password=${tokens.get(pc)} ${pc}`]);
    const ran = await ddclient.run();
    expect(ran.status).toBe(0);
    for (const host of [nas, pc]) {
      expect(ran.output).toContain(succeeded(host, "192.0.2.4"));
      expect(ddclient.remembered(host)).toMatchObject({ status: "good", ip: "192.0.2.4" });
      expect(await seenAddresses(server.ports.dns, host)).toEqual(["192.0.2.4"]);
    }
  });

  test("the address our server sees, asked for at /ip", async () => {
    ddclient.configure(lines(`use=web, web=http://127.0.0.1:${server.ports.http}/ip`));
    const ran = await ddclient.run();
    expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(home, "127.0.0.1")) });
  });
});

describe("no change", () => {
  test("sent all the same: nochg is a success with a warning, and nothing is written", async () => {
    ddclient.configure(lines(command("192.0.2.10")));
    await ddclient.run();
    const before = await server.revision();
    const ran = await ddclient.run(["-force"]);
    expect(ran.status).toBe(0);
    expect(ran.output).toContain(`WARNING:  updating ${home}: nochg: No update required; `);
    expect(ddclient.remembered(home)).toMatchObject({ status: "good", ip: "192.0.2.10" });
    expect(await server.revision()).toBe(before);
  });

  test("remembered: nothing is sent", async () => {
    ddclient.configure(lines(command("192.0.2.11")));
    await ddclient.run();
    const ran = await ddclient.run();
    expect(ran).toEqual({
      status: 0,
      output: `SUCCESS:  ${home}: skipped: IP address was already set to 192.0.2.11.\n`,
    });
  });
});

describe("a refusal", () => {
  interface Row {
    readonly name: string;
    readonly lines: () => readonly string[];
    readonly host: string;
    readonly words: RegExp;
    readonly remembered: string;
  }
  const rows: readonly Row[] = [
    {
      name: "wrong password",
      lines: () => lines(command("192.0.2.66"), home, "wrong"),
      host: home,
      words: /FAILED: {3}updating home\.dyn\.example: authorization failed \(HTTP\/1\.1 401 Unauthorized\n/,
      remembered: "noconnect",
    },
    {
      name: "another host's password",
      lines: () => lines(command("192.0.2.66"), home, tokens.get(nas)),
      host: home,
      words: /FAILED: {3}updating home\.dyn\.example: authorization failed \(HTTP\/1\.1 401 Unauthorized\n/,
      remembered: "noconnect",
    },
    {
      name: "unknown host",
      lines: () => lines(command("192.0.2.66"), "nobody.dyn.example", tokens.get(home), "token"),
      host: "nobody.dyn.example",
      words:
        /FAILED: {3}updating nobody\.dyn\.example: nohost: The hostname specified does not exist in the database\n/,
      remembered: "nohost",
    },
    {
      name: "somebody else's host",
      lines: () => lines(command("192.0.2.66"), nas, tokens.get(home), home),
      host: nas,
      words: /FAILED: {3}updating nas\.dyn\.example: nohost: /,
      remembered: "nohost",
    },
    {
      name: "host in no zone of ours",
      lines: () => lines(command("192.0.2.66"), "home.example.org", tokens.get(home), "token"),
      host: "home.example.org",
      words: /FAILED: {3}updating home\.example\.org: nohost: /,
      remembered: "nohost",
    },
    {
      name: "an address no host has",
      lines: () => lines(command("224.0.0.1")),
      host: home,
      words: /FAILED: {3}updating home\.dyn\.example: dnserr: System error: DNS error encountered\. /,
      remembered: "dnserr",
    },
  ];
  for (const row of rows) {
    test(`${row.name}: ddclient says what is wrong, ends with 1, waits; nothing is written`, async () => {
      const before = await server.revision();
      ddclient.configure(row.lines());
      const ran = await ddclient.run();
      expect(ran).toEqual({ status: 1, output: expect.stringMatching(row.words) });
      expect(ran.output).not.toContain("SUCCESS");
      expect(ddclient.remembered(row.host)?.["status"]).toBe(row.remembered);
      expect(ddclient.remembered(row.host)?.["ip"]).toBeUndefined();
      expect(await server.revision()).toBe(before);
      const again = await ddclient.run();
      expect(again).toEqual({ status: 0, output: expect.stringContaining("WARNING:  Wait at least 5 minutes") });
    });
  }

  test("of one host among several in one request: told of that host, the other is updated", async () => {
    ddclient.configure(lines(command("192.0.2.20"), `${home},${nas}`, tokens.get(home), "token"));
    const ran = await ddclient.run();
    expect(ran.status).toBe(1);
    expect(ran.output).toContain(`&hostname=${home},${nas}&myip=192.0.2.20 HTTP/1.1\n`);
    expect(ran.output).toContain(succeeded(home, "192.0.2.20"));
    expect(ran.output).toContain(`FAILED:   updating ${nas}: nohost: `);
    expect(ddclient.remembered(home)).toMatchObject({ status: "good", ip: "192.0.2.20" });
    expect(ddclient.remembered(nas)).toMatchObject({ status: "nohost" });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.20"]);
    expect(await seenAddresses(server.ports.dns, nas)).toEqual([]);
  });
});

describe("a server that is away", () => {
  test("down: ddclient says so and ends with 1; back after kill -9 with all it had: good and nochg", async () => {
    ddclient.configure(lines(command("192.0.2.30"), pc));
    expect((await ddclient.run()).status).toBe(0);
    await server.kill();
    ddclient.configure(lines(command("192.0.2.31"), pc));
    const down = await ddclient.run(["-force"]);
    expect(down.status).toBe(1);
    expect(down.output).toMatch(/WARNING: {2}cannot connect to 127\.0\.0\.1:\d+ socket: .*Connection refused\n/);
    expect(down.output).toContain(`FAILED:   updating ${pc}: Could not connect to 127.0.0.1:${server.ports.http}.\n`);
    expect(ddclient.remembered(pc)).toMatchObject({ status: "noconnect" });
    await server.start();
    ddclient.configure(lines(command("192.0.2.30"), pc));
    expect((await ddclient.run(["-force"])).output).toContain(`WARNING:  updating ${pc}: nochg: `);
    ddclient.configure(lines(command("192.0.2.31"), pc));
    expect(await ddclient.run(["-force"])).toEqual({
      status: 0,
      output: expect.stringContaining(succeeded(pc, "192.0.2.31")),
    });
    expect(await seenAddresses(server.ports.dns, pc)).toEqual(["192.0.2.31"]);
  });

  test("asked to end: it does with 0, and is back with all it had", async () => {
    ddclient.configure(lines(command("192.0.2.32"), pc));
    expect((await ddclient.run()).status).toBe(0);
    expect(await server.terminate()).toBe(0);
    await server.start();
    expect(await seenAddresses(server.ports.dns, pc)).toEqual(["192.0.2.32"]);
    expect((await ddclient.run(["-force"])).output).toContain(`WARNING:  updating ${pc}: nochg: `);
  });
});

/** Debian recommends these modules beside ddclient; here they may be missing. */
function hasModule(name: string): boolean {
  return spawnSync("perl", [`-M${name}`, "-e", "1"]).status === 0;
}

// ddclient 3.10.0 knows both options but has not taught them to dyndns2, which came with 3.11.
describe("usev4 and usev6", () => {
  test.skipIf(!hasModule("IO::Socket::INET6"))("both: only the IPv4 address is sent", async () => {
    ddclient.configure(lines("use=no, usev4=ipv4, ipv4=192.0.2.40, usev6=ipv6, ipv6=2001:db8::40", nas));
    const ran = await ddclient.run();
    expect(ran.output).toContain(`&hostname=${nas}&myip=192.0.2.40 HTTP/1.1\n`);
    expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(nas, "192.0.2.40")) });
    expect(await seenAddresses(server.ports.dns, nas)).toEqual(["192.0.2.40"]);
  });

  test.skipIf(!hasModule("IO::Socket::INET6"))(
    "usev6 alone: an empty address is sent, so the peer's is published",
    async () => {
      ddclient.configure(lines("use=no, usev6=ipv6, ipv6=2001:db8::41", nas));
      const ran = await ddclient.run();
      expect(ran.output).toContain(`&hostname=${nas}&myip= HTTP/1.1\n`);
      expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(nas, "127.0.0.1")) });
      expect(await seenAddresses(server.ports.dns, nas)).toEqual(["127.0.0.1"]);
    },
  );

  test("usev6 without Debian's recommended module: ddclient gives up before it connects", async () => {
    const shadow = join(server.folder, "perl/IO/Socket");
    mkdirSync(shadow, { recursive: true });
    writeFileSync(join(shadow, "INET6.pm"), 'die "not here";\n');
    ddclient.configure(lines("use=no, usev6=ipv6, ipv6=2001:db8::42", nas));
    const ran = await ddclient.run([], { PERL5LIB: join(server.folder, "perl") });
    expect(ran.status).toBe(1);
    expect(ran.output).toContain("FATAL:    On Debian, the package libio-socket-inet6-perl must be installed.\n");
  });
});

describe("what the guide warns of", () => {
  test("use=ip: after a failure it believes the address to be published", async () => {
    ddclient.configure(lines(fixed("192.0.2.60"), home, "wrong"));
    expect((await ddclient.run()).status).toBe(1);
    expect(await ddclient.run()).toEqual({
      status: 0,
      output: `SUCCESS:  ${home}: skipped: IP address was already set to 192.0.2.60.\n`,
    });
    expect(await seenAddresses(server.ports.dns, home)).toEqual([]);
  });

  test("an IPv6 address in brackets is no server", async () => {
    ddclient.configure([
      "use=no",
      `server=[::1]:${server.ports.http6}`,
      `protocol=dyndns2, login=x, password=x ${home}`,
    ]);
    // Asked to do all but connect, since it falls back to a name on the Internet.
    const { output } = await ddclient.run(["-noexec"]);
    expect(output).toContain(`Invalid Value for keyword 'server' = '[::1]:${server.ports.http6}'\n`);
    expect(output).toContain("CONNECT:  members.dyndns.org\n");
  });

  test("-curl: it finds none, although there is one", async () => {
    ddclient.configure(lines(command("192.0.2.61")));
    expect(await ddclient.run(["-curl"])).toEqual({
      status: 1,
      output: expect.stringContaining("FATAL:    curl not found\n"),
    });
  });
});

describe.skipIf(!hasModule("IO::Socket::SSL"))("over TLS", () => {
  const secure = (): readonly string[] => [
    "ssl=yes",
    command("192.0.2.50"),
    "protocol=dyndns2",
    `server=127.0.0.1:${server.ports.https}`,
    `login=${pc}, password=${tokens.get(pc)} ${pc}`,
  ];

  test("with an authority it trusts: good", async () => {
    ddclient.configure([`ssl_ca_file=${join(server.folder, "authority.pem")}`, ...secure()]);
    const ran = await ddclient.run();
    expect(ran).toEqual({ status: 0, output: expect.stringContaining(succeeded(pc, "192.0.2.50")) });
    expect(ran.output).toContain("CONNECTED:  using SSL\n");
    expect(await seenAddresses(server.ports.dns, pc)).toEqual(["192.0.2.50"]);
  });

  test("without: refused before the password is sent", async () => {
    ddclient.configure(secure());
    const ran = await ddclient.run();
    expect(ran).toEqual({ status: 1, output: expect.stringContaining("certificate verify failed") });
    expect(ddclient.remembered(pc)).toMatchObject({ status: "noconnect" });
    expect(ran.output).not.toContain("Authorization");
  });
});
