import { expect, test } from "bun:test";
import { suites } from "../../scripts/suites.ts";
import { catalogue } from "../../src/providers/catalogue.ts";
import { secondOpinions } from "../interop/second-opinions.ts";

/** What `docs/providers.md` says of services and others' programs is what suites try. */

test("every second opinion is about a service there is, and given by a suite that runs", () => {
  const paths = suites.flatMap(({ paths }) => paths);
  const untrue = secondOpinions.filter(
    ({ id, test: file }) => !catalogue.ids.includes(id) || !paths.includes(`test/interop/${file}`),
  );
  expect(untrue).toEqual([]);
});

test("there are second opinions of more than thirty services", () => {
  expect(new Set(secondOpinions.map(({ id }) => id)).size).toBeGreaterThan(30);
});
