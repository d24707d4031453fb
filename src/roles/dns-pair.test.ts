import { expect, test } from "bun:test";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import { address } from "../../test/support/values.ts";
import type { Listening, ListenFailure } from "../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { type DnsPairPorts, openDnsPair } from "./dns-pair.ts";

const { answerer } = new AnsweringZones([]);
const loopback = address("127.0.0.1");

/** A host whose system gives out `drawn` for UDP, and on which `taken` says why a port cannot be had. */
class FakeHost implements DnsPairPorts {
  readonly open = new Set<string>();
  readonly #drawn: number[];
  readonly #taken: Readonly<Record<string, ListenFailure["code"]>>;

  constructor(drawn: readonly number[], taken: Readonly<Record<string, ListenFailure["code"]>>) {
    this.#drawn = [...drawn];
    this.#taken = taken;
  }

  readonly datagrams: DnsPairPorts["datagrams"] = { listen: async (endpoint) => this.#listen("udp", endpoint) };
  readonly frames: DnsPairPorts["frames"] = { listen: async (endpoint) => this.#listen("tcp", endpoint) };

  #listen(transport: string, { port }: Endpoint): Result<Listening, ListenFailure> {
    const endpoint = { address: loopback, port: port === 0 ? (this.#drawn.shift() ?? 0) : port };
    const place = `${transport} ${endpoint.port}`;
    const code = this.#taken[place];
    if (code !== undefined) {
      return failure({ code, endpoint: formatEndpoint(endpoint), holder: undefined, detail: "test" });
    }
    this.open.add(place);
    return ok({ endpoint, stop: async () => void this.open.delete(place) });
  }
}

interface Row {
  readonly name: string;
  readonly asked: number;
  readonly drawn?: readonly number[];
  readonly taken?: Readonly<Record<string, ListenFailure["code"]>>;
  readonly failure?: string;
  readonly open: readonly string[];
}

const busy = "address-in-use";

const rows: readonly Row[] = [
  { name: "a given port", asked: 53, open: ["udp 53", "tcp 53"] },
  { name: "a drawn port, the same for both", asked: 0, drawn: [4001], open: ["udp 4001", "tcp 4001"] },
  {
    name: "drawn ports that are taken for TCP: the next that is not",
    asked: 0,
    drawn: [4001, 4002, 4003],
    taken: { "tcp 4001": busy, "tcp 4002": busy },
    open: ["udp 4003", "tcp 4003"],
  },
  {
    name: "a given port that is taken for UDP",
    asked: 53,
    taken: { "udp 53": busy },
    failure: "address-in-use 127.0.0.1:53",
    open: [],
  },
  {
    name: "a given port that is taken for TCP: no other is tried",
    asked: 53,
    drawn: [4001],
    taken: { "tcp 53": busy },
    failure: "address-in-use 127.0.0.1:53",
    open: [],
  },
  {
    name: "a trouble that another port does not cure",
    asked: 0,
    drawn: [4001, 4002],
    taken: { "tcp 4001": "permission-denied" },
    failure: "permission-denied 127.0.0.1:4001",
    open: [],
  },
  {
    name: "only ports that are taken: an end after eight",
    asked: 0,
    drawn: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    taken: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((port) => [`tcp ${port}`, busy])),
    failure: "address-in-use 127.0.0.1:8",
    open: [],
  },
];

for (const { name, asked, drawn = [], taken = {}, failure: expected, open } of rows) {
  test(name, async () => {
    const host = new FakeHost(drawn, taken);
    const opened = await openDnsPair(host, { address: loopback, port: asked }, answerer);
    expect(opened.ok ? undefined : `${opened.code} ${opened.endpoint}`).toBe(expected);
    expect([...host.open]).toEqual([...open]);
  });
}
