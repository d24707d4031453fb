import { expect, test } from "bun:test";
import manifest from "../../package.json";
import { version } from "./version.ts";

test("is the version of the package", () => {
  expect(version).toBe(manifest.version);
});
