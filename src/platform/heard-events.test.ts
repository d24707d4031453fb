import { beforeEach, describe, expect, test } from "bun:test";
import type { ConnectionListener } from "./connection.ts";
import { HeardEvents } from "./heard-events.ts";

let heard: HeardEvents;
let log: string[];

beforeEach(() => {
  heard = new HeardEvents();
  log = [];
});

function listener(name: string): ConnectionListener {
  return {
    onData: (chunk) => log.push(`${name} data ${Buffer.from(chunk).toString()}`),
    onEnd: () => log.push(`${name} end`),
    onError: (error) => log.push(`${name} ${error}`),
  };
}

describe("HeardEvents", () => {
  const rows: readonly { readonly name: string; readonly play: () => void; readonly log: readonly string[] }[] = [
    {
      name: "what is said while somebody listens",
      play: () => {
        heard.listen(listener("a"));
        heard.data(Buffer.from("1"));
        heard.end();
      },
      log: ["a data 1", "a end"],
    },
    {
      name: "what is said before",
      play: () => {
        heard.data(Buffer.from("1"));
        heard.data(Buffer.from("2"));
        heard.error("lost");
        heard.listen(listener("a"));
      },
      log: ["a data 1", "a data 2", "a lost"],
    },
    {
      name: "one listener after the other: each hears its own part",
      play: () => {
        heard.listen(listener("a"));
        heard.data(Buffer.from("1"));
        heard.listen(listener("b"));
        heard.data(Buffer.from("2"));
      },
      log: ["a data 1", "b data 2"],
    },
    {
      name: "the end between two listeners: both are told",
      play: () => {
        heard.listen(listener("a"));
        heard.end();
        heard.listen(listener("b"));
      },
      log: ["a end", "b end"],
    },
    {
      name: "after the end: nothing more",
      play: () => {
        heard.listen(listener("a"));
        heard.end();
        heard.error("lost");
        heard.end();
        heard.data(Buffer.from("1"));
      },
      log: ["a end"],
    },
    {
      name: "too much before anybody listens: an error",
      play: () => {
        heard.data(new Uint8Array(65_536));
        heard.data(Uint8Array.of(1));
        heard.listen({ ...listener("a"), onData: (chunk) => log.push(`a ${chunk.length} octets`) });
      },
      log: ["a 65536 octets", "a Error: the peer said too much too early"],
    },
  ];
  for (const row of rows) {
    test(row.name, () => {
      row.play();
      expect(log).toEqual([...row.log]);
    });
  }
});
