import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { seenAddresses } from "./dns-view.ts";
import { RawConnection } from "./raw-connection.ts";
import { RealServer } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";

/**
 * Update requests as curl, wget and routers send them, to our real server. Where no such router is at hand, the octets are
 * written down from what their makers and users tell of them.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const authority = createAuthority();
const server = new RealServer({ tls: authority.issue({ hosts: ["127.0.0.1", "dyn.example"] }) });
const home = "home.dyn.example";
let token = "";
let authorization = "";

beforeAll(async () => {
  await server.start();
  writeFileSync(join(server.folder, "authority.pem"), authority.certificate);
  token = await server.addHost(home);
  authorization = `Authorization: Basic ${btoa(`${home}:${token}`)}\r\n`;
});

afterAll(() => server.stop());

beforeEach(() => server.publish(home, token, []));

const seen = (): Promise<readonly string[]> => seenAddresses(server.ports.dns, home);

describe("curl and wget", () => {
  const base = (): string => `http://127.0.0.1:${server.ports.http}/nic/update`;
  const user = (): readonly string[] => ["--user", `${home}:${token}`];

  interface Row {
    readonly name: string;
    readonly command: () => readonly string[];
    readonly status?: number;
    readonly output: string | RegExp;
    readonly seen: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      name: "curl",
      command: () => ["curl", "-fsS", ...user(), `${base()}?hostname=${home}&myip=192.0.2.1`],
      output: "good 192.0.2.1",
      seen: ["192.0.2.1"],
    },
    {
      name: "curl with HTTP/1.0",
      command: () => ["curl", "-fsS", "-0", ...user(), `${base()}?hostname=${home}&myip=192.0.2.2,2001:db8::2`],
      output: "good 192.0.2.2,2001:db8::2",
      seen: ["192.0.2.2", "2001:db8::2"],
    },
    {
      name: "curl with a form, which names the host nowhere",
      command: () => ["curl", "-fsS", ...user(), "-d", "myip=192.0.2.3", base()],
      output: "good 192.0.2.3",
      seen: ["192.0.2.3"],
    },
    {
      name: "curl without an address, over IPv6",
      command: () => ["curl", "-fsS", ...user(), `http://[::1]:${server.ports.http6}/nic/update?hostname=${home}`],
      output: "good ::1",
      seen: ["::1"],
    },
    {
      name: "curl that claims to forward for somebody else",
      command: () => ["curl", "-fsS", ...user(), "-H", "X-Forwarded-For: 203.0.113.5", base()],
      output: "good 127.0.0.1",
      seen: ["127.0.0.1"],
    },
    {
      name: "two requests of one curl on one connection",
      command: () => {
        const urls = [4, 5].map((last) => `${base()}?hostname=${home}&myip=192.0.2.${last}`);
        return ["curl", "-fsS", ...user(), ...urls, "-w", " %{num_connects}\n"];
      },
      output: "good 192.0.2.4 1\ngood 192.0.2.5 0\n",
      seen: ["192.0.2.5"],
    },
    {
      name: "curl -f with a wrong password",
      command: () => ["curl", "-fsS", "--user", `${home}:wrong`, `${base()}?hostname=${home}&myip=192.0.2.6`],
      status: 22,
      output: /error: 401\n$/,
      seen: [],
    },
    {
      name: "curl -f with an unknown host",
      command: () => ["curl", "-fsS", ...user(), `${base()}?hostname=nobody.dyn.example&myip=192.0.2.6`],
      status: 22,
      output: /error: 404\n$/,
      seen: [],
    },
    {
      name: "wget, which shows its password only when it is asked to",
      command: () => {
        const account = [`--user=${home}`, `--password=${token}`];
        return ["wget", "-S", "-O", "-", ...account, `${base()}?hostname=${home}&myip=192.0.2.7`];
      },
      output:
        /^good 192\.0\.2\.7[\s\S]*HTTP\/1\.1 401 [\s\S]*WWW-Authenticate: Basic realm="holdfast"[\s\S]*HTTP\/1\.1 200 /,
      seen: ["192.0.2.7"],
    },
    {
      name: "wget with a wrong password",
      command: () => ["wget", "-qO-", `--user=${home}`, "--password=wrong", `${base()}?myip=192.0.2.8`],
      status: 6,
      output: "",
      seen: [],
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const ran = await runProgram(row.command());
      expect(ran.status).toBe(row.status ?? 0);
      if (typeof row.output === "string") expect(ran.output).toBe(row.output);
      else expect(ran.output).toMatch(row.output);
      expect(await seen()).toEqual([...row.seen]);
    });
  }
});

describe("a router's request", () => {
  interface Row {
    readonly name: string;
    /** The request without `Authorization`, which comes last. */
    readonly head: string;
    readonly answer: readonly [status: number, body: string];
    readonly seen: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      name: "HTTP/1.0 without Host",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.1 HTTP/1.0\r\n`,
      answer: [200, "good 192.0.2.1"],
      seen: ["192.0.2.1"],
    },
    {
      name: "commas and colons as they are, a name twice",
      head: `GET /nic/update?hostname=${home},${home}&myip=192.0.2.1,2001:db8::1 HTTP/1.0\r\n`,
      answer: [200, "good 192.0.2.1,2001:db8::1\nnochg 192.0.2.1,2001:db8::1"],
      seen: ["192.0.2.1", "2001:db8::1"],
    },
    {
      name: "FRITZ!Box with both families",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.2&myipv6=2001:db8::2&ip6lanprefix=2001:db8:0:5::/64&dualstack=1 HTTP/1.1\r\nHost: dyn.example\r\nUser-Agent: Fritz!Box DDNS/1.0.1\r\nConnection: close\r\n`,
      answer: [200, "good 192.0.2.2,2001:db8::2"],
      seen: ["192.0.2.2", "2001:db8::2"],
    },
    {
      name: "FRITZ!Box without IPv4, whose parameter is empty then",
      head: `GET /nic/update?hostname=${home}&myip=&myipv6=2001:db8::3 HTTP/1.0\r\nHost: dyn.example\r\nUser-Agent: Fritz!Box DDNS/1.0.1\r\n`,
      answer: [200, "good 2001:db8::3"],
      seen: ["2001:db8::3"],
    },
    {
      name: "FRITZ!Box without any address: the peer's",
      head: `GET /nic/update?hostname=${home}&myip=&myipv6= HTTP/1.0\r\nHost: dyn.example\r\nUser-Agent: Fritz!Box DDNS/1.0.1\r\n`,
      answer: [200, "good 127.0.0.1"],
      seen: ["127.0.0.1"],
    },
    {
      name: "MikroTik, with the length of an interface's address",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.4/24&wildcard=NOCHG&mx=NOCHG&backmx=NOCHG HTTP/1.1\r\nHost: dyn.example\r\nUser-Agent: Mikrotik/7.x Fetch\r\nConnection: close\r\n`,
      answer: [200, "good 192.0.2.4/24"],
      seen: ["192.0.2.4"],
    },
    {
      name: "Synology, whose template repeats the account",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.5&username=${home}&password=TOKEN&system=dyndns&wildcard=NOCHG&mx=NOCHG&backmx=NOCHG HTTP/1.1\r\nHost: dyn.example\r\nConnection: close\r\n`,
      answer: [200, "good 192.0.2.5"],
      seen: ["192.0.2.5"],
    },
    {
      name: "pfSense",
      head: `GET /nic/update?system=dyndns&hostname=${home}&myip=192.0.2.6&wildcard=OFF&mx=&backmx=NO HTTP/1.1\r\nHost: dyn.example\r\nUser-Agent: phpDynDNS/0.7\r\nConnection: close\r\n`,
      answer: [200, "good 192.0.2.6"],
      seen: ["192.0.2.6"],
    },
    {
      name: "OPNsense, which looks at the status alone: an unknown host is no 200",
      head: `GET /nic/update?hostname=nobody.dyn.example&myip=192.0.2.7&system=dyndns&wildcard=NOCHG HTTP/1.1\r\nHost: dyn.example\r\nUser-Agent: OPNsense-dyndns\r\nConnection: close\r\n`,
      answer: [404, "nohost"],
      seen: [],
    },
    {
      name: "a proxy's form of the URL, upper case, a final dot",
      head: `GET http://members.dyndns.org/nic/update?hostname=HOME.Dyn.Example.&myip=192.0.2.8 HTTP/1.1\r\nHost: members.dyndns.org\r\nConnection: close\r\n`,
      answer: [200, "good 192.0.2.8"],
      seen: ["192.0.2.8"],
    },
    {
      name: "15 KiB of cookies",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.9 HTTP/1.0\r\nCookie: ${"y".repeat(15_000)}\r\n`,
      answer: [200, "good 192.0.2.9"],
      seen: ["192.0.2.9"],
    },
    {
      name: "20 KiB of cookies",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.10 HTTP/1.0\r\nCookie: ${"y".repeat(20_000)}\r\n`,
      answer: [431, ""],
      seen: [],
    },
    {
      name: "lines that end with LF alone",
      head: `GET /nic/update?hostname=${home}&myip=192.0.2.10 HTTP/1.0\nHost: dyn.example\n`,
      answer: [505, ""],
      seen: [],
    },
    {
      name: "a blank in the URL",
      head: `GET /nic/update?hostname=${home}, nas.dyn.example&myip=192.0.2.10 HTTP/1.0\r\n`,
      answer: [505, ""],
      seen: [],
    },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.answer[0]} and the end of the connection`, async () => {
      const connection = new RawConnection(server.ports.http);
      await connection.say(`${row.head.replace("TOKEN", token)}${authorization}\r\n`);
      const answer = await connection.next();
      expect([answer?.status, answer?.body]).toEqual([...row.answer]);
      expect(answer?.fields.has("transfer-encoding")).toBe(false);
      expect(await connection.rest()).toBe("");
      expect(await seen()).toEqual([...row.seen]);
    });
  }
});

describe("a connection", () => {
  const request = (address: string): string =>
    `GET /nic/update?hostname=${home}&myip=${address} HTTP/1.1\r\nHost: dyn.example\r\n${authorization}\r\n`;

  test("that asks for a password, and then shows one", async () => {
    const connection = new RawConnection(server.ports.http);
    await connection.say(`GET /nic/update?hostname=${home}&myip=192.0.2.1 HTTP/1.1\r\nHost: dyn.example\r\n\r\n`);
    const asked = await connection.next();
    expect([asked?.status, asked?.body]).toEqual([401, "badauth"]);
    expect(asked?.fields.get("www-authenticate")).toBe('Basic realm="holdfast"');
    await connection.say(request("192.0.2.1"));
    expect((await connection.next())?.body).toBe("good 192.0.2.1");
    connection.close();
  });

  test("kept for one request after the other", async () => {
    const connection = new RawConnection(server.ports.http);
    for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.3"]) {
      await connection.say(request(address));
      expect((await connection.next())?.body).toEndWith(address);
    }
    connection.close();
    expect(await seen()).toEqual(["192.0.2.3"]);
  });

  // The runtime cuts off requests that come while an earlier answer waits for the disk. A client that pipelines repeats
  // what was not answered (RFC 9112 §9.3.2), and repeating an update is harmless.
  test("with requests sent before the answers: answered in order, or cut off, and right when repeated", async () => {
    const addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
    const connection = new RawConnection(server.ports.http);
    await connection.say(addresses.map(request).join(""));
    let answered = 0;
    for (; answered < addresses.length; answered += 1) {
      const answer = await connection.next();
      if (answer === undefined) break;
      expect(answer.body).toBe(`good ${addresses[answered]}`);
    }
    connection.close();
    for (const address of addresses.slice(answered)) {
      const again = new RawConnection(server.ports.http);
      await again.say(request(address));
      expect((await again.next())?.body).toMatch(new RegExp(`^(good|nochg) ${address}$`));
      again.close();
    }
    expect(await seen()).toEqual(["192.0.2.3"]);
  });

  test("whose requests change nothing: answered in order, although they came at once", async () => {
    await server.publish(home, token, ["192.0.2.1"]);
    const first = new RawConnection(server.ports.http);
    await first.say(request("192.0.2.1"));
    expect((await first.next())?.body).toBe("nochg 192.0.2.1");
    await first.say(request("192.0.2.1").repeat(5));
    for (let index = 0; index < 5; index += 1) expect((await first.next())?.body).toBe("nochg 192.0.2.1");
    first.close();
  });

  test("that brings one octet at a time gets its answer, and holds up nobody", async () => {
    const slow = new RawConnection(server.ports.http);
    const [head, tail] = [request("192.0.2.1").slice(0, 60), request("192.0.2.1").slice(60)];
    for (const octet of head) await slow.say(octet);
    const other = new RawConnection(server.ports.http);
    await other.say(request("192.0.2.2"));
    expect((await other.next())?.body).toBe("good 192.0.2.2");
    for (const octet of tail) await slow.say(octet);
    expect((await slow.next())?.body).toBe("good 192.0.2.1");
    slow.close();
    other.close();
  });

  test("that stops in the middle is cut off, and so are two hundred of them", async () => {
    const stuck = Array.from({ length: 200 }, () => new RawConnection(server.ports.http));
    for (const connection of stuck) await connection.say("GET /nic/update?hostname=");
    const other = new RawConnection(server.ports.http);
    await other.say(request("192.0.2.1"));
    expect((await other.next())?.body).toBe("good 192.0.2.1");
    other.close();
    await Promise.all(stuck.map((connection) => connection.rest()));
    expect(await seen()).toEqual(["192.0.2.1"]);
  });
});

describe("the TLS listener", () => {
  const curl = (...args: readonly string[]): Promise<Ran> =>
    runProgram(["curl", "-sS", "--user", `${home}:${token}`, ...args]);
  const query = `/nic/update?hostname=${home}&myip=192.0.2.1`;
  const trusting = (): readonly string[] => ["--cacert", join(server.folder, "authority.pem")];

  test("answers who trusts its certificate, by address and by name", async () => {
    const { https } = server.ports;
    expect(await curl(...trusting(), `https://127.0.0.1:${https}${query}`)).toEqual({
      status: 0,
      output: "good 192.0.2.1",
    });
    const named = ["--resolve", `dyn.example:${https}:127.0.0.1`, `https://dyn.example:${https}${query}`];
    expect(await curl(...trusting(), ...named)).toEqual({ status: 0, output: "nochg 192.0.2.1" });
  });

  test("is refused by who does not, before the password is sent", async () => {
    const ran = await curl(`https://127.0.0.1:${server.ports.https}${query}`);
    expect(ran).toEqual({ status: 60, output: expect.stringContaining("unable to get local issuer certificate") });
    expect(await seen()).toEqual([]);
  });

  test("takes no harm from a name it has no certificate for, from plain HTTP, and from nonsense", async () => {
    const { https } = server.ports;
    const wrong = ["--resolve", `other.test:${https}:127.0.0.1`, `https://other.test:${https}${query}`];
    expect((await curl(...trusting(), ...wrong)).status).toBe(60);
    expect((await curl("--insecure", ...wrong)).output).toBe("good 192.0.2.1");
    expect((await curl(`http://127.0.0.1:${https}${query}`)).status).not.toBe(0);
    const nonsense = new RawConnection(https);
    await nonsense.say(Uint8Array.from({ length: 600 }, (_, index) => (index * 7) & 0xff));
    await nonsense.rest();
    expect((await curl(...trusting(), `https://127.0.0.1:${https}${query}`)).output).toBe("nochg 192.0.2.1");
  });
});
