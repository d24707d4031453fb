import { answersMean, dyndns2Subject, pushScripted, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { describe, expect, test } from "bun:test";
import { provider } from "./pubyun.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "members.3322.net", path: "/dyndns/update", user: "user" },
  settings: { insecure: true },
};

conformsAsPushService(dyndns2Subject(subject));

answersMean(subject, [
  ["!yours", { kind: "rejected", code: "not-authorized" }],
  ["numhost", { kind: "rejected", code: "request-refused" }],
]);

describe("plain HTTP", () => {
  test("is refused until the user accepts it, and nothing is sent", async () => {
    const { outcome, targets } = await pushScripted({ ...subject, settings: { insecure: false } }, {}, "good");
    expect(outcome).toMatchObject({ kind: "rejected", code: "insecure-transport" });
    expect(targets).toEqual([]);
  });
});
