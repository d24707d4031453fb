import { describe, expect, test } from "bun:test";
import { usableBase, type BaseAddress } from "./server.ts";

describe("usableBase", () => {
  const plain = (url: string, insecure = false): BaseAddress => ({ url, insecure });
  const rows: readonly (readonly [title: string, base: BaseAddress, expected: string])[] = [
    ["a declared address", "https://api.example.net/v1", "https://api.example.net/v1"],
    ["a configured one with TLS", plain("https://dyn.example.net/nic/update"), "https://dyn.example.net/nic/update"],
    ["plain HTTP to 127.0.0.1", plain("http://127.0.0.1:8080"), "http://127.0.0.1:8080/"],
    ["plain HTTP to 127.9.9.9", plain("http://127.9.9.9"), "http://127.9.9.9/"],
    ["plain HTTP to ::1", plain("http://[::1]:8080"), "http://[::1]:8080/"],
    ["plain HTTP to localhost", plain("http://localhost"), "http://localhost/"],
    ["plain HTTP where the user accepts it", plain("http://192.168.1.2", true), "http://192.168.1.2/"],
    ["plain HTTP elsewhere", plain("http://192.168.1.2"), "insecure-transport"],
    ["a name that only looks like loopback", plain("http://localhost.example.net"), "insecure-transport"],
    ["a name that begins like loopback", plain("http://127.0.0.1.example.net"), "insecure-transport"],
    ["credentials inside", plain("https://user:pass@dyn.example.net"), "value-invalid"],
    ["braces in the host", plain("https://{name}.example.net/"), "value-invalid"],
    ["another scheme", plain("ftp://dyn.example.net"), "value-invalid"],
    ["no URL", plain("dyn.example.net"), "value-invalid"],
  ];
  for (const [title, base, expected] of rows) {
    test(title, () => {
      const result = usableBase(base);
      expect(result.ok ? result.value.href : result.outcome.code).toBe(expected);
    });
  }

  test("names the host, and no more of the address, when it refuses", () => {
    expect(usableBase(plain("http://h.example/u/SECRET"))).toMatchObject({
      outcome: { detail: "credentials would travel to h.example unencrypted" },
    });
  });
});
