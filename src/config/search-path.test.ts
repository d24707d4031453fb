import { describe, expect, test } from "bun:test";
import { configSearchPath, type HostPlaces, isProfile, profilePath, stateDirectory } from "./search-path.ts";

const ann: HostPlaces = { environment: { HOME: "/home/ann" }, platform: "linux", uid: 1_000 };
const root: HostPlaces = { environment: { HOME: "/root" }, platform: "linux", uid: 0 };
const mac: HostPlaces = { environment: { HOME: "/Users/ann" }, platform: "darwin", uid: 501 };
const windows: HostPlaces = {
  environment: { APPDATA: "C:\\Users\\ann\\AppData\\Roaming", ProgramData: "C:\\ProgramData" },
  platform: "win32",
  uid: undefined,
};

function within(host: HostPlaces, environment: Readonly<Record<string, string>>): HostPlaces {
  return { ...host, environment: { ...host.environment, ...environment } };
}

describe("the configuration is looked for", () => {
  for (const [who, host, paths] of [
    ["by a user", ann, ["holdfast.yaml", "/home/ann/.config/holdfast/holdfast.yaml", "/etc/holdfast/holdfast.yaml"]],
    [
      "where XDG_CONFIG_HOME says",
      within(ann, { XDG_CONFIG_HOME: "/home/ann/cfg" }),
      ["holdfast.yaml", "/home/ann/cfg/holdfast/holdfast.yaml", "/etc/holdfast/holdfast.yaml"],
    ],
    [
      "not where a relative XDG_CONFIG_HOME says",
      within(ann, { XDG_CONFIG_HOME: "cfg" }),
      ["holdfast.yaml", "/home/ann/.config/holdfast/holdfast.yaml", "/etc/holdfast/holdfast.yaml"],
    ],
    ["by a service without a home", { ...ann, environment: {} }, ["holdfast.yaml", "/etc/holdfast/holdfast.yaml"]],
    [
      "on macOS",
      mac,
      [
        "holdfast.yaml",
        "/Users/ann/.config/holdfast/holdfast.yaml",
        "/Library/Application Support/Holdfast/holdfast.yaml",
        "/etc/holdfast/holdfast.yaml",
      ],
    ],
    [
      "on Windows",
      windows,
      [
        "holdfast.yaml",
        "C:\\Users\\ann\\AppData\\Roaming\\Holdfast\\holdfast.yaml",
        "C:\\ProgramData\\Holdfast\\holdfast.yaml",
      ],
    ],
  ] as const) {
    test(who, () => expect(configSearchPath(host)).toEqual([...paths]));
  }
});

describe("state is kept", () => {
  for (const [who, host, asked, directory] of [
    ["where it is asked for", root, "/srv/hf", "/srv/hf"],
    ["where HOLDFAST_STATE says", within(ann, { HOLDFAST_STATE: "/srv/hf" }), undefined, "/srv/hf"],
    ["where it is asked for rather than there", within(ann, { HOLDFAST_STATE: "/srv/hf" }), "/srv/other", "/srv/other"],
    [
      "as if HOLDFAST_STATE were not there when it is empty",
      within(root, { HOLDFAST_STATE: "" }),
      undefined,
      "/var/lib/holdfast",
    ],
    ["in the system's place by root", root, undefined, "/var/lib/holdfast"],
    ["at home by a user", ann, undefined, "/home/ann/.local/state/holdfast"],
    ["where XDG_STATE_HOME says", within(ann, { XDG_STATE_HOME: "/data/ann" }), undefined, "/data/ann/holdfast"],
    [
      "where systemd says",
      within(ann, { STATE_DIRECTORY: "/var/lib/holdfast:/var/lib/other" }),
      undefined,
      "/var/lib/holdfast",
    ],
    ["nowhere without a home", { ...ann, environment: {} }, undefined, undefined],
    ["on macOS by root", { ...mac, uid: 0 }, undefined, "/Library/Application Support/Holdfast"],
    ["on macOS by a user", mac, undefined, "/Users/ann/Library/Application Support/Holdfast"],
    ["on Windows", windows, undefined, "C:\\ProgramData\\Holdfast"],
  ] as const) {
    test(who, () => expect(stateDirectory(host, asked)).toBe(directory));
  }
});

test("a profile's file is beside the main one", () => {
  expect(
    ["holdfast.yaml", "/etc/hf.d/main.yml", "/etc/hf.d/main", "./.hidden", "C:\\a.b\\c.json"].map((file) =>
      profilePath(file, "x"),
    ),
  ).toEqual(["holdfast.x.yaml", "/etc/hf.d/main.x.yml", "/etc/hf.d/main.x", "./.hidden.x", "C:\\a.b\\c.x.json"]);
});

test("a profile is a word", () => {
  expect(["travel", "a-b_2"].every(isProfile)).toBe(true);
  expect(["", "..", "a/b", "a\\b", "a.b", "a b", "x".repeat(65)].some(isProfile)).toBe(false);
});
