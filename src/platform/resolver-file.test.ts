import { describe, expect, test } from "bun:test";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatEndpoint } from "../core/net.ts";
import { parseResolverFile, ResolverFile } from "./resolver-file.ts";

describe("parseResolverFile", () => {
  const rows = [
    { name: "nothing", text: "", resolvers: [] },
    {
      name: "both families, in order",
      text: "nameserver ::1\nnameserver 192.0.2.1\n",
      resolvers: ["[::1]:53", "192.0.2.1:53"],
    },
    { name: "other keywords", text: "search lan\noptions edns0\nnameserver 192.0.2.1", resolvers: ["192.0.2.1:53"] },
    { name: "comments", text: "# nameserver 192.0.2.9\n; nameserver 192.0.2.8\n", resolvers: [] },
    {
      name: "blanks, tabs and Windows line ends",
      text: "  nameserver\t192.0.2.1  # home\r\n",
      resolvers: ["192.0.2.1:53"],
    },
    {
      name: "a resolver with a zone",
      text: "nameserver fe80::1%eth0\nnameserver 192.0.2.1",
      resolvers: ["192.0.2.1:53"],
    },
    { name: "not an address", text: "nameserver localhost\nnameserver\nnameserver 1.2.3", resolvers: [] },
    { name: "a longer keyword", text: "nameservers 192.0.2.1", resolvers: [] },
  ];
  for (const row of rows) {
    test(row.name, () => expect(parseResolverFile(row.text).map(formatEndpoint)).toEqual(row.resolvers));
  }
});

describe("ResolverFile", () => {
  test("follows the file as it is written, replaced and removed", () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
    const path = join(folder, "resolv.conf");
    const file = new ResolverFile(path);
    const read = (): readonly string[] | undefined => file.read()?.map(formatEndpoint);
    try {
      expect(read()).toBeUndefined();
      writeFileSync(path, "nameserver 192.0.2.1\n");
      expect(read()).toEqual(["192.0.2.1:53"]);
      expect(read()).toEqual(["192.0.2.1:53"]);
      writeFileSync(`${path}.new`, "nameserver 192.0.2.2\n");
      renameSync(`${path}.new`, path);
      expect(read()).toEqual(["192.0.2.2:53"]);
      rmSync(path);
      expect(read()).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
