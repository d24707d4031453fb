import { describe, expect, test } from "bun:test";
import { settle } from "../../../test/support/fake-clock.ts";
import { published, startUpdateServer, type UpdateServer } from "../../../test/support/update-server.ts";
import { address, name } from "../../../test/support/values.ts";

const host = "home.dyn.example";

interface Row {
  readonly name: string;
  /** A request that came before, answered with `good`. */
  readonly before?: string;
  readonly query: string;
  readonly user?: string;
  readonly peer?: string;
  readonly answer: string;
  readonly status: number;
  readonly published: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: "IPv4-mapped, as a socket of both families shows it / A",
    query: `hostname=${host}&myip=::ffff:192.0.2.1`,
    answer: "good ::ffff:192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "a link-local address with its zone / come again",
    query: `hostname=${host}&myip=fe80::1%eth0`,
    answer: "dnserr",
    status: 503,
    published: [],
  },
  {
    name: "nothing published / an address / good",
    query: `hostname=${host}&myip=192.0.2.1`,
    answer: "good 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "published / the same address / nochg",
    before: `hostname=${host}&myip=192.0.2.1`,
    query: `hostname=${host}&myip=192.0.2.1`,
    answer: "nochg 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "published / another address / good",
    before: `hostname=${host}&myip=192.0.2.1`,
    query: `hostname=${host}&myip=192.0.2.2`,
    answer: "good 192.0.2.2",
    status: 200,
    published: ["192.0.2.2"],
  },
  {
    name: "no address / the peer's",
    query: `hostname=${host}`,
    answer: "good 198.51.100.99",
    status: 200,
    published: ["198.51.100.99"],
  },
  {
    name: "empty address, as ddclient sends it / the peer's",
    query: `hostname=${host}&myip=`,
    answer: "good 198.51.100.99",
    status: 200,
    published: ["198.51.100.99"],
  },
  {
    name: "unreadable address / the peer's, as the original service has it",
    query: `hostname=${host}&myip=<ipaddr>`,
    answer: "good 198.51.100.99",
    status: 200,
    published: ["198.51.100.99"],
  },
  {
    name: "both families in one list / one line",
    query: `hostname=${host}&myip=192.0.2.1,2001:db8::1`,
    answer: "good 192.0.2.1,2001:db8::1",
    status: 200,
    published: ["192.0.2.1", "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"],
  },
  {
    name: "one family given / the other stays",
    before: `hostname=${host}&myip=192.0.2.1`,
    query: `hostname=${host}&myip=2001:db8::1`,
    answer: "good 2001:db8::1",
    status: 200,
    published: ["192.0.2.1", "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"],
  },
  {
    name: "IPv6 in its own parameter",
    query: `hostname=${host}&myip=192.0.2.1&myipv6=2001:db8::1`,
    answer: "good 192.0.2.1,2001:db8::1",
    status: 200,
    published: ["192.0.2.1", "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"],
  },
  {
    name: "echoes the client's own spelling",
    query: `hostname=${host}&myip=2001:DB8:0::1`,
    answer: "good 2001:DB8:0::1",
    status: 200,
    published: ["32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"],
  },
  {
    name: "address with a length, as MikroTik scripts send it",
    query: `hostname=${host}&myip=192.0.2.1/24`,
    answer: "good 192.0.2.1/24",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "old parameters are carried and ignored",
    query: `system=dyndns&hostname=${host}&myip=192.0.2.1&wildcard=ON&mx=&backmx=NO`,
    answer: "good 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "no name / the host of the token",
    query: "myip=192.0.2.1",
    answer: "good 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "upper case, final dot",
    query: "hostname=HOME.Dyn.Example.&myip=192.0.2.1",
    answer: "good 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "user is the host's name",
    query: `hostname=${host}&myip=192.0.2.1`,
    user: "Home.dyn.example",
    answer: "good 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "user is another name",
    query: `hostname=${host}&myip=192.0.2.1`,
    user: "nas.dyn.example",
    answer: "badauth",
    status: 401,
    published: [],
  },
  {
    name: "name of somebody else",
    query: "hostname=nas.dyn.example&myip=192.0.2.1",
    answer: "nohost",
    status: 404,
    published: [],
  },
  {
    name: "name that nobody has",
    query: "hostname=nobody.dyn.example&myip=192.0.2.1",
    answer: "nohost",
    status: 404,
    published: [],
  },
  {
    name: "name outside every zone",
    query: "hostname=home.elsewhere.example&myip=192.0.2.1",
    answer: "nohost",
    status: 404,
    published: [],
  },
  { name: "no full name", query: "hostname=home&myip=192.0.2.1", answer: "notfqdn", status: 400, published: [] },
  { name: "no name at all", query: "hostname=a..b&myip=192.0.2.1", answer: "notfqdn", status: 400, published: [] },
  {
    name: "two names / two lines in order, 200 for the mixture",
    query: `hostname=nas.dyn.example,${host}&myip=192.0.2.1`,
    answer: "nohost\ngood 192.0.2.1",
    status: 200,
    published: ["192.0.2.1"],
  },
  {
    name: "twenty-one names",
    query: `hostname=${Array(21).fill(host).join(",")}&myip=192.0.2.1`,
    answer: "numhost",
    status: 400,
    published: [],
  },
  {
    name: "router without an address sends 0.0.0.0",
    before: `hostname=${host}&myip=192.0.2.1`,
    query: `hostname=${host}&myip=0.0.0.0`,
    answer: "dnserr",
    status: 503,
    published: ["192.0.2.1"],
  },
  {
    name: "dummy address of OpenWrt's No-IP script",
    query: `hostname=${host}&myip=127.0.0.1`,
    answer: "good 127.0.0.1",
    status: 200,
    published: ["127.0.0.1"],
  },
  {
    name: "offline",
    before: `hostname=${host}&myip=192.0.2.1,2001:db8::1`,
    query: `hostname=${host}&offline=YES`,
    answer: "good",
    status: 200,
    published: [],
  },
];

async function serverWithHosts(): Promise<{ server: UpdateServer; token: string }> {
  const server = await startUpdateServer();
  const token = await server.addHost(host);
  await server.addHost("nas.dyn.example");
  return { server, token };
}

describe("dyndns2", () => {
  for (const row of rows) {
    test(row.name, async () => {
      const { server, token } = await serverWithHosts();
      if (row.before !== undefined) {
        expect((await server.ask(`/nic/update?${row.before}`, { token })).body).toStartWith("good");
      }
      const answer = await server.ask(`/nic/update?${row.query}`, { token, user: row.user ?? "token" });
      expect(answer.body).toBe(row.answer);
      expect(answer.status).toBe(row.status);
      expect(published(server, host)).toEqual(row.published);
      expect(published(server, "nas.dyn.example")).toEqual([]);
    });
  }

  for (const path of ["/v2/update", "/v3/update"]) {
    test(`${path} is the same`, async () => {
      const { server, token } = await serverWithHosts();
      expect((await server.ask(`${path}?hostname=${host}&myip=192.0.2.1`, { token })).body).toBe("good 192.0.2.1");
      expect(published(server, host)).toEqual(["192.0.2.1"]);
    });
  }

  test("a dummy address and the real one a moment later, as OpenWrt, pfSense and inadyn send them: both count", async () => {
    const { server, token } = await serverWithHosts();
    const put = async (query: string): Promise<string> =>
      (await server.ask(`/nic/update?hostname=${host}&${query}`, { token })).body;
    expect(await put("myip=192.0.2.9")).toBe("good 192.0.2.9");
    for (const dummy of ["127.0.0.1", "192.168.1.1", "203.0.113.77"]) {
      expect(await put(`myip=${dummy}`)).toBe(`good ${dummy}`);
      expect(await put("myip=192.0.2.9")).toBe("good 192.0.2.9");
    }
    expect(published(server, host)).toEqual(["192.0.2.9"]);
  });

  test("both families of one router in two calls at once: both are published", async () => {
    const { server, token } = await serverWithHosts();
    const answers = await Promise.all(
      ["192.0.2.1", "2001:db8::1"].map((ip) => server.ask(`/nic/update?hostname=${host}&myip=${ip}`, { token })),
    );
    expect(answers.map(({ body }) => body)).toEqual(["good 192.0.2.1", "good 2001:db8::1"]);
    expect(published(server, host)).toHaveLength(2);
  });

  for (const [name, options] of [
    ["no credentials", {}],
    ["wrong secret", { token: "Token1xxxx".padEnd(40, "8") }],
    ["unknown token", { token: "Nobody".padEnd(40, "9") }],
    ["short secret", { token: "secret" }],
    ["empty secret", { token: "" }],
    ["garbage header", { headers: { Authorization: "Basic ***" } }],
    ["another scheme", { headers: { Authorization: "Digest username=x" } }],
  ] as const) {
    test(`${name}: badauth with 401, nothing published`, async () => {
      const { server } = await serverWithHosts();
      const answer = await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, options);
      expect([answer.status, answer.body]).toEqual([401, "badauth"]);
      expect(answer.headers.get("www-authenticate")).toStartWith("Basic ");
      expect(published(server, host)).toEqual([]);
      expect(server.refusals).toHaveLength(1);
      if ("token" in options && options.token !== "")
        expect(JSON.stringify(server.refusals)).not.toContain(options.token);
    });
  }

  for (const [what, options, reason, shown, owner] of [
    ["a password", { user: host, token: "hunter2" }, "token-malformed", host, undefined],
    ["a token of nobody", { user: host, token: "x".repeat(40) }, "token-unknown", host, undefined],
    ["another host as user", { user: "nas.dyn.example", token: undefined }, "user-unfit", "nas.dyn.example", host],
    ["the fields mixed up", { user: "hunter2.secret", token: host }, "token-malformed", undefined, undefined],
    ["no credentials", {}, "credentials-missing", undefined, undefined],
    ["another scheme", { headers: { Authorization: "Negotiate x" } }, "credentials-unreadable", undefined, undefined],
  ] as const) {
    test(`the operator hears of ${what}: ${reason}`, async () => {
      const { server, token } = await serverWithHosts();
      const asked = "token" in options ? { ...options, token: options.token ?? token } : options;
      await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, asked);
      expect(
        server.refusals.map(({ name, host, ...rest }) => ({ ...rest, name: name?.hostname, host: host?.hostname })),
      ).toEqual([{ reason, transport: "dyndns2", peer: address("198.51.100.99"), name: shown, host: owner }]);
    });
  }

  test("the operator hears of a name the token does not cover", async () => {
    const { server, token } = await serverWithHosts();
    await server.ask("/nic/update?hostname=nas.dyn.example&myip=192.0.2.1", { token });
    expect(server.refusals.map(({ reason, name }) => [reason, name?.hostname])).toEqual([
      ["name-not-covered", "nas.dyn.example"],
    ]);
  });

  test("token look-up impossible: 911, never badauth, because routers stop for good on that", async () => {
    const { server, token } = await serverWithHosts();
    server.accounts.outage = { code: "accounts-unavailable", detail: "test" };
    const answer = await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, { token });
    expect([answer.status, answer.body]).toEqual([503, "911"]);
  });

  test("journal impossible: 911, nothing served", async () => {
    const { server, token } = await serverWithHosts();
    server.journal.refusal = { code: "journal-full", detail: "test" };
    const answer = await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, { token });
    expect([answer.status, answer.body]).toEqual([503, "911"]);
    expect(published(server, host)).toEqual([]);
  });

  test("unchanged answers write nothing", async () => {
    const { server, token } = await serverWithHosts();
    await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, { token });
    const before = server.journal.revision;
    for (let round = 0; round < 5; round += 1) {
      await server.ask(`/nic/update?hostname=${host}&myip=192.0.2.1`, { token });
    }
    expect(server.journal.revision).toBe(before);
  });

  for (const [name, query, body] of [
    ["in the form of a POST", "", `hostname=${host}&myip=192.0.2.1`],
    ["half in the query, half in the form", `?hostname=${host}`, "myip=192.0.2.1"],
    ["in both: the query's come first", `?hostname=${host}&myip=192.0.2.1`, "hostname=nas.dyn.example&myip=192.0.2.2"],
  ] as const) {
    test(`parameters ${name}`, async () => {
      const { server, token } = await serverWithHosts();
      const headers = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" };
      const answer = await server.ask(`/nic/update${query}`, { token, method: "POST", text: body, headers });
      expect([answer.status, answer.body]).toEqual([200, "good 192.0.2.1"]);
      expect(published(server, host)).toEqual(["192.0.2.1"]);
    });
  }

  test("a token that ended while the form was still coming: badauth, nothing published", async () => {
    const server = await startUpdateServer();
    const token = await server.addHost("home.dyn.example");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const asking = server.ask("/nic/update", { token, method: "POST", headers, text: readable });
    await settle();
    await server.accounts.removeHost(name("home.dyn.example"));
    server.authenticator.forget([name("home.dyn.example")]);
    await new Response("myip=192.0.2.1").body?.pipeTo(writable);
    expect(await asking).toMatchObject({ status: 401, body: "badauth" });
    expect(published(server, "home.dyn.example")).toEqual([]);
  });

  test("a body that is no form tells nothing", async () => {
    const { server, token } = await serverWithHosts();
    const headers = { "Content-Type": "text/plain" };
    const answer = await server.ask(`/nic/update?myip=192.0.2.1`, { token, method: "POST", text: "myip=::1", headers });
    expect(answer.body).toBe("good 192.0.2.1");
  });

  // Other clients learn from the status what it is, see the rows above.
  for (const [agent, status] of [
    ["ddclient/3.10.0", 200],
    ["ddclient/4.0.0", 200],
    ["OPNsense-dyndns", 404],
    ["not ddclient/3.10.0", 404],
  ] as const) {
    test(`${agent} gets nohost with ${status}`, async () => {
      const { server, token } = await serverWithHosts();
      const headers = { "User-Agent": agent };
      const answer = await server.ask("/nic/update?hostname=nas.dyn.example", { token, headers });
      expect([answer.status, answer.body]).toEqual([status, "nohost"]);
    });
  }

  test("ddclient gets 401 with badauth all the same, and 200 with words about the server", async () => {
    const { server, token } = await serverWithHosts();
    const headers = { "User-Agent": "ddclient/3.10.0" };
    const wrong = await server.ask("/nic/update", { token: "wrong", headers });
    expect([wrong.status, wrong.body, wrong.headers.has("www-authenticate")]).toEqual([401, "badauth", true]);
    server.journal.refusal = { code: "journal-full", detail: "test" };
    const full = await server.ask("/nic/update", { token, headers });
    expect([full.status, full.body]).toEqual([200, "911"]);
  });

  test("other methods are badagent", async () => {
    const { server, token } = await serverWithHosts();
    const answer = await server.ask(`/nic/update?hostname=${host}`, { token, method: "DELETE" });
    expect([answer.status, answer.body]).toEqual([405, "badagent"]);
  });

  test("no answer word holds a success word of any known client", () => {
    for (const word of ["badauth", "nohost", "notfqdn", "numhost", "badagent", "dnserr", "911"]) {
      for (const success of ["good", "nochg", "ok", "true", "updated", "success"]) {
        expect(word.includes(success)).toBe(false);
      }
    }
  });
});
