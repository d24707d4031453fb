import { dyndns2Subject, pushScripted, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { describe, expect, test } from "bun:test";
import { provider } from "./oray.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "ddns.oray.com", path: "/ph/update", user: "user" },
  settings: { insecure: true },
};

conformsAsPushService(dyndns2Subject(subject));

describe("plain HTTP", () => {
  test("is refused until the user accepts it, and nothing is sent", async () => {
    const { outcome, targets } = await pushScripted({ ...subject, settings: { insecure: false } }, {}, "good");
    expect(outcome).toMatchObject({ kind: "rejected", code: "insecure-transport" });
    expect(targets).toEqual([]);
  });
});
