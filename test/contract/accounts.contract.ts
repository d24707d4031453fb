import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { AccountFailure, Accounts, Host, TokenRecord } from "../../src/core/accounts.ts";
import { Instant } from "../../src/core/clock.ts";
import { toHex } from "../../src/core/octets.ts";
import type { Result } from "../../src/core/result.ts";
import { expectOk } from "../support/expect-ok.ts";
import { name } from "../support/values.ts";

/** What every place for accounts promises. */

/** Somewhere accounts lie; what was acknowledged is still there when they are opened again. */
export interface AccountsPlace {
  open(): Promise<Accounts>;
  /** Closes what is open, so that the next `open` reads everything anew. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** Runs the suite; `makePlace` gives a new, empty place each time. */
export function describeAccounts(label: string, makePlace: () => Promise<AccountsPlace>): void {
  describe(`accounts contract: ${label}`, () => {
    let place: AccountsPlace;
    let accounts: Accounts;

    beforeEach(async () => {
      place = await makePlace();
      accounts = await place.open();
    });

    afterEach(async () => {
      await place.close();
      await place.remove();
    });

    async function reopen(): Promise<void> {
      await place.close();
      accounts = await place.open();
    }

    async function tokenIds(host: string): Promise<readonly string[]> {
      return expectOk(await accounts.tokensOf(name(host))).map((record) => record.id);
    }

    test("a host and its first token come back exactly, also after opening again", async () => {
      expectOk(await accounts.addHost(host("Home.Example"), token("t1", "Home.Example", 0xa5)));
      for (const moment of ["at once", "later"]) {
        if (moment === "later") await reopen();
        expect(plainHost(expectOk(await accounts.host(name("home.example"))))).toEqual(plainHost(host("Home.Example")));
        const found = expectOk(await accounts.token("t1"));
        expect(plainToken(found)).toEqual(plainToken(token("t1", "Home.Example", 0xa5)));
        expect(expectOk(await accounts.tokensOf(name("HOME.example"))).map(plainToken)).toEqual([plainToken(found)]);
      }
    });

    test("what is not there is a value, not a failure", async () => {
      expect(expectOk(await accounts.host(name("x.example")))).toBeUndefined();
      expect(expectOk(await accounts.token("nobody"))).toBeUndefined();
      expect(expectOk(await accounts.token(""))).toBeUndefined();
      expect(await tokenIds("x.example")).toEqual([]);
      expect(expectOk(await accounts.hosts(undefined, 10))).toEqual([]);
    });

    test("a refusal names the host as people write it", async () => {
      expectOk(await accounts.addHost(host("a.example"), token("a1", "a.example")));
      const refused = [
        await accounts.addHost(host("A.example"), token("n", "A.example")),
        await accounts.removeHost(name("X.example")),
        await accounts.addToken(token("n", "X.example"), "beside"),
      ];
      expect(refused.map((result) => (result.ok ? "done" : `${result.code} ${result.detail}`))).toEqual([
        "host-exists a.example",
        "host-unknown x.example",
        "host-unknown x.example",
      ]);
    });

    // Each row runs against hosts a.example (token a1) and b.example (tokens b1, b2).
    const rows: readonly [string, (_: Accounts) => Promise<Result<void, AccountFailure>>, string, readonly string[]][] =
      [
        [
          "adding a host again",
          (_) => _.addHost(host("A.example"), token("n", "A.example")),
          "host-exists",
          ["a1", "b1", "b2"],
        ],
        [
          "adding a host with a token id in use",
          (_) => _.addHost(host("n.example"), token("b1", "n.example")),
          "token-exists",
          ["a1", "b1", "b2"],
        ],
        ["removing a host", (_) => _.removeHost(name("B.example")), "done", ["a1"]],
        ["removing an unknown host", (_) => _.removeHost(name("n.example")), "host-unknown", ["a1", "b1", "b2"]],
        [
          "adding a token beside",
          (_) => _.addToken(token("a2", "a.example"), "beside"),
          "done",
          ["a1", "a2", "b1", "b2"],
        ],
        ["replacing tokens", (_) => _.addToken(token("b3", "B.EXAMPLE"), "replacing"), "done", ["a1", "b3"]],
        [
          "a token of an unknown host",
          (_) => _.addToken(token("n", "n.example"), "beside"),
          "host-unknown",
          ["a1", "b1", "b2"],
        ],
        [
          "a token id of another host",
          (_) => _.addToken(token("a1", "b.example"), "replacing"),
          "token-exists",
          ["a1", "b1", "b2"],
        ],
        [
          "replacing a token by one with its id",
          (_) => _.addToken(token("b1", "b.example"), "replacing"),
          "token-exists",
          ["a1", "b1", "b2"],
        ],
        ["revoking a token", (_) => _.revokeToken("b1"), "done", ["a1", "b2"]],
        ["revoking an unknown token", (_) => _.revokeToken("n"), "token-unknown", ["a1", "b1", "b2"]],
      ];
    for (const [label_, act, outcome, remaining] of rows) {
      test(`${label_} / ${outcome}`, async () => {
        expectOk(await accounts.addHost(host("a.example"), token("a1", "a.example")));
        expectOk(await accounts.addHost(host("b.example"), token("b1", "b.example")));
        expectOk(await accounts.addToken(token("b2", "b.example"), "beside"));
        const result = await act(accounts);
        expect(result.ok ? "done" : result.code).toBe(outcome);
        await reopen();
        const left: string[] = [];
        for (const id of ["a1", "a2", "b1", "b2", "b3", "n"]) {
          if (expectOk(await accounts.token(id)) !== undefined) left.push(id);
        }
        expect(left).toEqual([...remaining]);
        expect([...(await tokenIds("a.example")), ...(await tokenIds("b.example"))]).toEqual([...remaining]);
      });
    }

    test("lists page by name, in the order of the keys' octets", async () => {
      const texts = [
        "b.example",
        "B-2.example",
        "a.example",
        "a.a.example",
        "\\000.example",
        "~.example",
        "10.example",
      ];
      for (const [index, text] of texts.entries()) {
        expectOk(await accounts.addHost(host(text), token(`t${index}`, text)));
      }
      const whole = expectOk(await accounts.hosts(undefined, 1000)).map((found) => found.name.key);
      expect(whole).toEqual(texts.map((text) => name(text).key).toSorted());
      const paged: string[] = [];
      for (let after: Host | undefined; ; ) {
        const page = expectOk(await accounts.hosts(after?.name, 3));
        after = page.at(-1);
        if (after === undefined) break;
        paged.push(...page.map((found) => found.name.key));
      }
      expect(paged).toEqual(whole);
      expect(expectOk(await accounts.hosts(name("b.a.example"), 1))[0]?.name.key).toBe("b.example.");
    });

    test("calls that are not waited for take effect in their order", async () => {
      const calls = [
        accounts.addHost(host("a.example"), token("a1", "a.example")),
        accounts.addHost(host("a.example"), token("a2", "a.example")),
        accounts.addToken(token("a3", "a.example"), "replacing"),
        accounts.revokeToken("a1"),
        accounts.token("a3"),
      ];
      const results = await Promise.all(calls);
      expect(results.map((result) => (result.ok ? "done" : result.code))).toEqual([
        "done",
        "host-exists",
        "done",
        "token-unknown",
        "done",
      ]);
      expect(await tokenIds("a.example")).toEqual(["a3"]);
    });

    test("many look-ups at once each get their own answer", async () => {
      for (let index = 0; index < 50; index += 1) {
        const text = `h${index}.example`;
        expectOk(await accounts.addHost(host(text), token(`t${index}`, text, index)));
      }
      const ids = Array.from({ length: 200 }, (_, index) => `t${index % 60}`);
      const found = await Promise.all(ids.map((id) => accounts.token(id)));
      expect(found.map((result) => expectOk(result)?.id)).toEqual(
        ids.map((id) => (Number(id.slice(1)) < 50 ? id : undefined)),
      );
    });
  });
}

function host(text: string): Host {
  return { name: name(text), zone: name("example"), createdAt: Instant.ofMs(Date.UTC(2026, 10, 20)) };
}

function token(id: string, hostText: string, octet = 1): TokenRecord {
  return {
    id,
    digest: new Uint8Array(32).fill(octet),
    host: name(hostText),
    createdAt: Instant.ofMs(Date.UTC(2026, 10, 21)),
  };
}

function plainHost(found: Host | undefined): object | undefined {
  return found && { name: found.name.toString(), zone: found.zone.toString(), createdAt: found.createdAt };
}

function plainToken(found: TokenRecord | undefined): object | undefined {
  if (found === undefined) return undefined;
  return { id: found.id, digest: toHex(found.digest), host: found.host.key, createdAt: found.createdAt };
}
