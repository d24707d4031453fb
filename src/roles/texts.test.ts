import { describe, expect, test } from "bun:test";
import { foreignWords } from "../../test/support/foreign-words.ts";
import type { AdministrationCode, FileProblem, HistoryEntry } from "../core/administration.ts";
import { Duration } from "../core/duration.ts";
import type { Transport } from "../core/journal.ts";
import type { LogEvent, LogFields } from "../core/log.ts";
import type { Language } from "../core/language.ts";
import type { ListenFailure } from "../core/listen.ts";
import { administrationFailureText } from "./administration.text.ts";
import * as agentTexts from "./agent.text.ts";
import * as copiesTexts from "./copies.text.ts";
import { demoFailureText } from "./demo.text.ts";
import { openAdministrationFailureText } from "./open-administration.text.ts";
import { originText } from "./origin.text.ts";
import * as processTexts from "./process.text.ts";
import { runFailureText } from "./run.text.ts";
import { type ServerStartFailure, serverStartFailureText } from "./server-start.text.ts";
import * as serverTexts from "./server.text.ts";

/** What the compiler cannot see: that the sentences read as such in each language, whatever they are filled with. */

/** Stands for words of the system or of a library, which are not translated. */
const detail = "‹detail›";

function expectBothLanguages(say: (language: Language) => string, known: readonly string[] = []): void {
  const [en, zh] = [say("en"), say("zh-CN")];
  for (const line of [...en.split("\n"), ...zh.split("\n")]) {
    expect(line).not.toMatch(/undefined|null|NaN|\[object|function/);
    expect(line.trim()).not.toBe("");
  }
  expect(en).not.toMatch(/\p{Script=Han}|[，。；：“”（）]/u);
  expect(zh).toMatch(/\p{Script=Han}/u);
  expect(zh).not.toMatch(/\p{Script=Han}\s*[,;!?]|[,;!?]\s*\p{Script=Han}|\p{Script=Han}\.(\s|$)/u);
  expect([zh, foreignWords(zh, known)]).toEqual([zh, []]);
}

const problem: FileProblem = {
  line: 3,
  column: 7,
  code: "type-unknown",
  text: { en: "The type is not known.", "zh-CN": "类型未知。" },
};

const administrationCodes: Readonly<Record<AdministrationCode, true>> = {
  "name-invalid": true,
  "host-name-invalid": true,
  "address-invalid": true,
  "zone-not-served": true,
  "zone-exists": true,
  "zone-in-configuration": true,
  "zone-has-hosts": true,
  "zone-is-copy": true,
  "apex-unknown": true,
  "file-has-problems": true,
  "host-exists": true,
  "name-reserved": true,
  "name-is-alias": true,
  "host-unknown": true,
  "entry-too-large": true,
  conflict: true,
  "memory-full": true,
  "journal-full": true,
  "journal-unavailable": true,
  "journal-corrupt": true,
  "accounts-unavailable": true,
  "server-absent": true,
  "server-unreachable": true,
};

const codesOf = (table: object): readonly AdministrationCode[] => Object.keys(table) as AdministrationCode[];

describe("failures of administration", () => {
  for (const code of codesOf(administrationCodes)) {
    test(code, () => {
      const problems = code === "file-has-problems" ? { problems: [problem] } : {};
      expectBothLanguages((language) => administrationFailureText({ code, detail, ...problems }, language));
    });
  }

  test("problems of a file come first, each with its place", () => {
    const failure = {
      code: "file-has-problems",
      detail: "a.zone",
      problems: [problem, { ...problem, line: 9 }],
    } as const;
    expect(administrationFailureText(failure, "en").split("\n")).toEqual([
      "a.zone:3:7: The type is not known.",
      "a.zone:9:7: The type is not known.",
      "a.zone has problems; nothing was imported.",
    ]);
    expect(administrationFailureText(failure, "zh-CN").split("\n")[0]).toBe("a.zone:3:7: 类型未知。");
  });
});

describe("why a server did not start", () => {
  const listenCodes: readonly ListenFailure["code"][] = [
    "address-in-use",
    "permission-denied",
    "address-not-available",
    "listen-failed",
  ];
  const holders = [undefined, { program: "named", pid: 4_711 }] as const;
  const listening = listenCodes.flatMap((code) =>
    (["dns", "http", "status-page", "admin-socket"] as const).flatMap((purpose) =>
      holders.map((holder): ServerStartFailure => {
        const endpoint = purpose === "admin-socket" ? "/state/admin.sock" : "127.0.0.1:53";
        return { kind: "listen", purpose, failure: { code, endpoint, holder, detail } };
      }),
    ),
  );
  const failures: readonly ServerStartFailure[] = [
    ...listening,
    { kind: "journal", failure: { code: "journal-corrupt", detail } },
    { kind: "journal", failure: { code: "journal-unavailable", detail } },
    { kind: "zone-file-unread", path: "/a.zone", failure: { code: "file-missing", detail } },
    { kind: "zone-file-wrong", path: "/a.zone", problems: [problem] },
    { kind: "zone-not-created", apex: "dyn.example", failure: { code: "journal-full", detail } },
    { kind: "whoami-taken", name: "whoami.dyn.example" },
    { kind: "certificate-unread", path: "/a.pem", failure: { code: "file-unreadable", detail } },
  ];
  test("every reason is told in both languages", () => {
    for (const failure of failures) {
      expectBothLanguages((language) => serverStartFailureText(failure, language), ["named"]);
      expectBothLanguages((language) => runFailureText(failure, "/state", language), ["named"]);
    }
  });

  test("a busy port says who holds it, and which key of the configuration moves it", () => {
    const failure = { code: "address-in-use", endpoint: "0.0.0.0:53", holder: holders[1], detail } as const;
    expect(serverStartFailureText({ kind: "listen", purpose: "dns", failure }, "en")).toBe(
      "0.0.0.0:53 is taken by named (process 4711). Stop it, or choose another place with server.dns.listen.",
    );
    expect(serverStartFailureText({ kind: "listen", purpose: "http", failure }, "zh-CN")).toBe(
      "0.0.0.0:53 已被 named（进程 4711）占用。请停止它，或用 server.http.listen 另选位置。",
    );
  });
});

test("why nothing could be opened or asked, and why the demonstration did not start", () => {
  for (const code of ["not-running", "not-allowed", "timed-out", "broken-off", "answer-unreadable"] as const) {
    const failure = { kind: "running", failure: { code, detail } } as const;
    expectBothLanguages((language) => openAdministrationFailureText(failure, "/state", language));
  }
  const other = { kind: "running", failure: { code: "other-version", detail: "0.0.9", pid: 7 } } as const;
  expectBothLanguages((language) => openAdministrationFailureText(other, "/state", language));
  const corrupt = { kind: "journal", failure: { code: "journal-corrupt", detail } } as const;
  expectBothLanguages((language) => openAdministrationFailureText(corrupt, "/state", language));
  const unwritten = { kind: "file-unwritten", path: "/state/a", failure: { code: "file-unwritable", detail } } as const;
  expectBothLanguages((language) => demoFailureText(unwritten, "/state", language));
  const notAdded = {
    kind: "host-not-added",
    name: "home.demo.test",
    failure: { code: "accounts-unavailable", detail },
  } as const;
  expectBothLanguages((language) => demoFailureText(notAdded, "/state", language));
  const inUse = { kind: "lock", failure: { code: "state-in-use", holder: 7, detail } } as const;
  expectBothLanguages((language) => demoFailureText(inUse, "/state", language));
});

describe("where a change came from", () => {
  const transports: readonly Transport[] = [
    "dyndns2",
    "rest",
    "admin-socket",
    "offline",
    "dns-update",
    "beacon",
    "lease",
    "start",
  ];
  const actors: readonly Pick<HistoryEntry, "actor" | "tokenId" | "keyName">[] = [
    { actor: "token", tokenId: "Ab12Cd34Ef", keyName: null },
    { actor: "administrator", tokenId: null, keyName: null },
    { actor: "configuration", tokenId: null, keyName: null },
    { actor: "key", tokenId: null, keyName: "router.example.org" },
  ];
  test("every actor, transport and peer has its words", () => {
    for (const who of actors) {
      for (const transport of transports) {
        for (const peer of [null, "192.0.2.7"]) {
          expectBothLanguages(
            (language) => originText({ ...who, transport, peer }, language),
            ["Ab", "Cd", "Ef", "router", "example", "org"],
          );
        }
      }
    }
  });

  test("they read as part of a sentence", () => {
    const [token, administrator, configuration] = actors;
    const say = (
      who: (typeof actors)[number] | undefined,
      transport: Transport,
      peer: string | null,
      language: Language,
    ) => originText({ actor: "administrator", tokenId: null, keyName: null, ...who, transport, peer }, language);
    expect([
      say(token, "dyndns2", "192.0.2.7", "en"),
      say(administrator, "offline", null, "en"),
      say(configuration, "start", null, "en"),
      say(token, "dyndns2", "192.0.2.7", "zh-CN"),
      say(administrator, "offline", null, "zh-CN"),
      say(configuration, "start", null, "zh-CN"),
    ]).toEqual([
      "by token Ab12Cd34Ef through dyndns2 from 192.0.2.7",
      "by the administrator while the server was stopped",
      "by the configuration",
      "由令牌 Ab12Cd34Ef 通过 dyndns2 从 192.0.2.7 更改",
      "由管理员在服务器停止时更改",
      "由配置更改",
    ]);
  });
});

describe("lines of the log", () => {
  const { configProblems, ...processEvents } = processTexts;
  const { listenerNames, ...serverEvents } = serverTexts;
  const { agentBegan, agentEnded, ...agentEvents } = agentTexts;
  const { followFailureTexts, followFailureText, ...copyEvents } = copiesTexts;
  const events: Readonly<Record<string, unknown>> = {
    ...processEvents,
    ...copyEvents,
    ...agentEvents,
    ...serverEvents,
    configError: configProblems.error,
    configWarning: configProblems.warning,
  };

  const accepted = {
    revision: 8,
    zone: "dyn.example",
    actor: "token",
    tokenId: "Ab12Cd34Ef",
    transport: "rest",
    peer: "192.0.2.7",
  };
  /** What each kind of event may be filled with; more than one where the sentence differs. */
  const fields: Readonly<Record<string, readonly LogFields[]>> = {
    bugMet: [{ error: new Error("x") }],
    commandBroke: [{ error: new Error("x") }],
    stopping: [{ signal: "SIGTERM" }],
    stopped: [{}],
    started: [{ version: "0.1.0", pid: 7, state: "/state" }],
    reloaded: [{ names: 0 }, { names: 1 }, { names: 2 }],
    notReloaded: [{ why: undefined }, { why: problem.text }],
    reloadedInPart: [
      { names: 0, keys: ["server.dns.listen", "server.http.listen"] },
      { names: 1, keys: ["server.dns.listen"] },
    ],
    storageEnded: [{ detail }],
    stateWasOpen: [{ directory: "/state" }],
    configError: [{ line: problem.text }],
    configWarning: [{ line: problem.text }],
    agentStarted: [
      { names: 1, ports: 0 },
      { names: 3, ports: 1 },
      { names: 0, ports: 2 },
    ],
    addressesKnown: [
      { family: "ipv4", addresses: [], because: "asserted", witnesses: [] },
      { family: "ipv4", addresses: ["192.0.2.1"], because: "quorum", witnesses: [] },
      {
        family: "ipv6",
        addresses: ["2001:db8::1", "2001:db8::2"],
        because: "quorum",
        witnesses: ["stun:a.example:3478"],
      },
    ],
    addressesUnknown: [{ family: "ipv4", reason: "sources-disagree" }],
    hintHeard: [
      { monitor: "netlink+poll", families: ["ipv4", "ipv6"] },
      { monitor: "netlink", families: ["ipv6"] },
    ],
    surveyBroke: [{ family: "ipv6", error: new Error("x") }],
    uplinkDown: [{ uplink: detail, family: "ipv4" }],
    uplinkUp: [{ uplink: detail, family: "ipv4" }],
    eventUnwritten: [{ code: "agent-journal-full", detail }],
    zonesLoaded: [{ zones: 1, names: 1, revision: 7, tookMs: Duration.milliseconds(12) }],
    zoneCreated: [{ zone: "dyn.example" }],
    zoneStays: [{ zone: "dyn.example" }],
    whoamiLeft: [{ name: "whoami.dyn.example" }],
    zoneFileWarning: [{ path: "/a.zone", problem }],
    listening: [{ kind: "dns-udp", endpoint: "127.0.0.1:53" }],
    plainHttp: [{ endpoint: "192.0.2.1:80" }],
    udpReceived: [
      { threads: 1, reason: null, detail: "" },
      { threads: 2, reason: null, detail: "" },
      { threads: 0, reason: "configured", detail: "" },
      { threads: 0, reason: "packets-forbidden", detail },
      { threads: 0, reason: "packets-unavailable", detail },
      { threads: 0, reason: "threads-failed", detail },
    ],
    queryThreadEnded: [{ error: new Error("x") }],
    queryThreadsGivenUp: [
      { error: new Error("x"), lost: [] },
      { error: new Error("x"), lost: ["127.0.0.1:53"] },
    ],
    updateAccepted: [
      { ...accepted, changes: [], changeCount: 4 },
      { ...accepted, changes: [{ owner: "home.dyn.example", type: "A", values: ["192.0.2.1"] }], changeCount: 1 },
    ],
    updateRefused: [
      { reason: "token-unknown", transport: "rest", peer: null, name: null, host: null },
      { reason: "token-malformed", transport: "rest", peer: "192.0.2.7", name: "home.dyn.example", host: null },
      { reason: "credentials-unreadable", transport: "dyndns2", peer: "192.0.2.7", name: null, host: null },
      { reason: "user-unfit", transport: "dyndns2", peer: null, name: null, host: "home.dyn.example" },
      { reason: "name-not-covered", transport: "rest", peer: null, name: "a.dyn.example", host: "home.dyn.example" },
    ],
    updateWithoutToken: [
      { transport: "rest", peer: null },
      { transport: "dyndns2", peer: "192.0.2.7" },
    ],
    moreRefused: [{ count: 1 }, { count: 2 }],
    copyFollowed: (["whole", "difference", "nothing-new"] as const).map((form) => ({
      zone: "dyn.example",
      primary: "192.0.2.1:53",
      form,
      serial: 7,
    })),
    primaryFailed: Object.keys(followFailureTexts.en).map((code) => ({
      zone: "dyn.example",
      primary: "192.0.2.1:53",
      code,
      detail: followFailureText(code, "en") === code ? "" : detail,
    })),
    copyExpired: [{ zone: "dyn.example", checkedAt: "2026-11-20T00:00:00.000Z" }],
    copyRevived: [{ zone: "dyn.example" }],
    notifyRefused: [{ zone: "dyn.example", peer: "192.0.2.7" }],
    hostAdded: [{ host: "home.dyn.example" }],
    hostRemoved: [{ host: "home.dyn.example" }],
    tokenIssued: [
      { host: "home.dyn.example", keepsEarlier: true },
      { host: "home.dyn.example", keepsEarlier: false },
    ],
  };

  test("none is missing here", () => {
    expect(Object.keys(fields).toSorted()).toEqual(Object.keys(events).toSorted());
  });

  for (const [name, samples] of Object.entries(fields)) {
    test(`${name} reads well in both languages`, () => {
      const event = events[name] as LogEvent<LogFields>;
      expect(event.code).toMatch(/^(process|agent|server)\.[a-z-]+$/);
      for (const sample of samples) {
        expectBothLanguages(
          (language) => event.text[language](sample),
          ["netlink", "poll", "Authorization", "Basic", "Bearer"],
        );
        // A line of a problem is whatever the problem says.
        expect(event.text.en(sample)).toMatch(/\.$/);
        expect(event.text["zh-CN"](sample)).toMatch(/。$/);
      }
    });
  }

  test("listeners have names that need no translation", () => {
    for (const name of Object.values(listenerNames)) expect(name).toMatch(/^[A-Z/]+$/);
  });

  test("codes are unique", () => {
    const codes = Object.keys(fields).map((name) => (events[name] as LogEvent<LogFields>).code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("the agent's own beginning and end", () => {
    expectBothLanguages((language) => `${agentBegan[language]("0.1.0")} ${agentEnded[language]}`);
  });
});
