import { expect, test } from "bun:test";
import { settingKey } from "./setting-key.ts";

test("declared names become keys of the file", () => {
  expect(["token", "zoneId", "globalKey", "ownerId2", "secretAccessKey"].map(settingKey)).toEqual([
    "token",
    "zone-id",
    "global-key",
    "owner-id2",
    "secret-access-key",
  ]);
});
