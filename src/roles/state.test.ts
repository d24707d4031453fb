import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { memorySocket } from "../../test/support/memory-socket.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { Duration } from "../core/duration.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import { fileReader } from "../platform/file-reader.ts";
import { lockState } from "../platform/state-lock.ts";
import { keyedDigest, openState, openPresentState, presentDigest, type StatePorts } from "./state.ts";
import { stateFailureText } from "./state.text.ts";

const place = temporaryFolder();

const silence = memorySocket({});

function portsOf(more: Partial<StatePorts> = {}): StatePorts & { readonly clock: FakeClock; readonly log: FakeLog } {
  return { request: silence, ...more, clock: new FakeClock(), log: new FakeLog() };
}

describe("openState", () => {
  test("makes the directory for its owner alone, and frees it when it is closed", async () => {
    const state = expectOk(await openState(place("a/b"), "inline", portsOf()));
    expect(statSync(place("a/b")).mode & 0o777).toBe(0o700);
    expect(lockState(place("a/b"))).toMatchObject({ ok: false, code: "state-in-use" });
    await state.close();
    expectOk(lockState(place("a/b"))).release();
  });

  test("closes a directory that was open to others, and says so", async () => {
    mkdirSync(place("a"));
    chmodSync(place("a"), 0o755);
    const ports = portsOf();
    await expectOk(await openState(place("a"), "inline", ports)).close();
    expect(statSync(place("a")).mode & 0o777).toBe(0o700);
    expect(ports.log.lines).toEqual([
      `warn process.state-was-open Other users could look into the state directory ${place("a")}; it is closed to them now (mode 0700).`,
    ]);
    // Next time it is one of ours, however it was opened meanwhile.
    chmodSync(place("a"), 0o755);
    await expectOk(await openState(place("a"), "inline", portsOf())).close();
  });

  test("leaves a directory alone that others use too", async () => {
    mkdirSync(place("etc"));
    writeFileSync(place("etc/passwd"), "");
    chmodSync(place("etc"), 0o755);
    const refused = await openState(place("etc"), "inline", portsOf());
    expect(refused).toMatchObject({ ok: false, kind: "folder", failure: { code: "folder-shared", detail: "passwd" } });
    expect(statSync(place("etc")).mode & 0o777).toBe(0o755);
    expect(existsSync(place("etc/lock"))).toBe(false);
  });

  test("a file in its place is a failure", async () => {
    writeFileSync(place("a"), "");
    expect(await openState(place("a"), "inline", portsOf())).toMatchObject({ ok: false, kind: "folder" });
  });

  test("a lock whose holder answers is refused at once", async () => {
    const lock = expectOk(lockState(place()));
    const request = memorySocket({ [place("admin.sock")]: () => Response.json({}) });
    const refused = await openState(place(), "inline", portsOf({ request }));
    expect(refused).toMatchObject({
      ok: false,
      kind: "lock",
      failure: { code: "state-in-use", holder: process.pid },
    });
    lock.release();
  });

  test("a lock whose holder does not answer is waited for", async () => {
    const lock = expectOk(lockState(place()));
    const ports = portsOf();
    const opening = openState(place(), "inline", ports);
    await ports.clock.advance(Duration.seconds(1));
    lock.release();
    await ports.clock.advance(Duration.seconds(1));
    await expectOk(await opening).close();
  });

  test("but not for ever", async () => {
    const lock = expectOk(lockState(place()));
    const ports = portsOf();
    let isRefused = false;
    const opening = openState(place(), "inline", ports).then((result) => {
      isRefused = !result.ok;
      return result;
    });
    await ports.clock.advance(Duration.milliseconds(4_900));
    expect(isRefused).toBe(false);
    await ports.clock.advance(Duration.milliseconds(200));
    await settle();
    expect(await opening).toMatchObject({ ok: false, kind: "lock" });
    lock.release();
  });

  test("a holder that begins to answer ends the waiting", async () => {
    const lock = expectOk(lockState(place()));
    let isUp = false;
    const request: LocalRequest = (path, asked) =>
      (isUp ? memorySocket({ [path]: () => Response.json({}) }) : silence)(path, asked);
    const ports = portsOf({ request });
    const opening = openState(place(), "inline", ports);
    await ports.clock.advance(Duration.milliseconds(100));
    isUp = true;
    await ports.clock.advance(Duration.milliseconds(100));
    expect(await opening).toMatchObject({ ok: false, kind: "lock" });
    lock.release();
  });
});

describe("openPresentState", () => {
  test("makes nothing where nothing is", async () => {
    expect(await openPresentState(place("none"), "inline", portsOf())).toEqual({ ok: false, kind: "absent" });
    expect(existsSync(place("none"))).toBe(false);
  });

  test("leaves a folder alone on which nothing ever ran", async () => {
    expect(await openPresentState(place(), "inline", portsOf())).toEqual({ ok: false, kind: "absent" });
    expect(readdirSync(place())).toEqual([]);
  });

  test("opens what is there", async () => {
    await expectOk(await openState(place(), "inline", portsOf())).close();
    await expectOk(await openPresentState(place(), "inline", portsOf())).close();
  });
});

describe("keyedDigest", () => {
  const ports = { files: fileReader, random: new SeededRandom(1) };

  test("makes a key for its owner alone, and keeps it", async () => {
    const first = await keyedDigest(place(), ports);
    const key = readFileSync(place("digest.key"));
    expect([key.length, statSync(place("digest.key")).mode & 0o777]).toEqual([32, 0o600]);
    const second = await keyedDigest(place(), ports);
    expect(second("secret")).toBe(first("secret"));
    expect(readFileSync(place("digest.key"))).toEqual(key);
    const onlyLooking = await presentDigest(place(), fileReader);
    expect(onlyLooking("secret")).toBe(first("secret"));
  });

  test("tells texts apart without repeating them, differently in every directory", async () => {
    const digest = await keyedDigest(place(), ports);
    expect(digest("secret")).toMatch(/^[\w-]{22}$/);
    expect(digest("secret")).not.toBe(digest("secret2"));
    mkdirSync(place("other"));
    expect((await keyedDigest(place("other"), ports))("secret")).not.toBe(digest("secret"));
  });

  for (const [what, octets] of [
    ["empty", 0],
    ["cut short", 31],
    ["too long", 33],
  ] as const) {
    test(`a key that is ${what} is made anew`, async () => {
      writeFileSync(place("digest.key"), new Uint8Array(octets));
      const digest = await keyedDigest(place(), ports);
      expect(readFileSync(place("digest.key"))).toHaveLength(32);
      expect((await keyedDigest(place(), ports))("x")).toBe(digest("x"));
    });
  }

  test("a key that cannot be read is not overwritten; another one serves meanwhile", async () => {
    writeFileSync(place("digest.key"), "k".repeat(32));
    const files = new MemoryFiles({ [place("digest.key")]: { failure: "unreadable" } });
    const digest = await keyedDigest(place(), { ...ports, files });
    expect(digest("x")).toHaveLength(22);
    expect(readFileSync(place("digest.key"), "utf8")).toBe("k".repeat(32));
  });

  test("a key that cannot be written serves this process", async () => {
    const digest = await keyedDigest(place("missing"), ports);
    expect(digest("x")).toBe(digest("x"));
    expect(existsSync(place("missing"))).toBe(false);
  });
});

test("every failure has a sentence in both languages that names the directory", () => {
  const failures: readonly Parameters<typeof stateFailureText>[0][] = [
    { kind: "absent" },
    { kind: "folder", failure: { code: "folder-unusable", detail: "EIO (mkdir)", reason: "other" } },
    { kind: "folder", failure: { code: "folder-unusable", detail: "EEXIST (mkdir)", reason: "not-a-folder" } },
    { kind: "folder", failure: { code: "folder-unusable", detail: "EROFS (mkdir)", reason: "not-permitted" } },
    { kind: "folder", failure: { code: "folder-unusable", detail: "ENOENT (mkdir)", reason: "no-place" } },
    { kind: "folder", failure: { code: "folder-shared", detail: "hosts, passwd" } },
    { kind: "folder", failure: { code: "folder-not-ours", detail: "", owner: 1_001 } },
    { kind: "lock", failure: { code: "state-in-use", holder: 4_711, detail: "" } },
    { kind: "lock", failure: { code: "state-in-use", holder: undefined, detail: "" } },
    { kind: "lock", failure: { code: "lock-unusable", holder: undefined, detail: "disk I/O error" } },
    { kind: "store", failure: { code: "store-newer", path: "/s/journal.db", detail: "layout 9" } },
  ];
  for (const failure of failures) {
    const [en, zh] = [stateFailureText(failure, "/s", "en"), stateFailureText(failure, "/s", "zh-CN")];
    for (const text of [en, zh]) {
      expect(text).toContain("/s");
      expect(text).not.toMatch(/undefined|null|NaN/);
    }
    expect(en).toMatch(/\.$/);
    expect(zh).toMatch(/\p{Script=Han}.*。$/u);
  }
});
