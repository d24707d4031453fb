import { describe, expect, test } from "bun:test";
import { ociExampleKey } from "../../../../test/support/published-keys.ts";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody, withHeaders, type Call } from "../call.ts";
import { oci } from "./oci.ts";

/** From the tests of the vendor's own library for Go; the day of their date is wrong, so it is given. */
describe("the vendor's vectors", () => {
  const compartment = "ocid1.compartment.oc1..aaaaaaaam3we6vgnherjq5q2idnccdflvjsnog7mlr6rtdb25gilchfeyjxa";
  const volume = "ocid1.volume.oc1.phx.abyhqljrgvttnlx73nmrwfaux7kcvzfs3s66izvxf2h4lgvyndsdsnoiwr5q";
  const instance = "ocid1.instance.oc1.phx.abuw4ljrlsfiqw6vzzxb43vyypt4pkodawglp3wqxjqofakrwvou52gb6s5a";
  const body = `{\n    "compartmentId": "${compartment}",\n    "instanceId": "${instance}",\n    "volumeId": "${volume}"\n}`;
  const list = {
    ...GET("/instances"),
    target: `/instances?availabilityDomain=Pjwf%3A%20PHX-AD-1&compartmentId=${compartment}&displayName=TeamXInstances&volumeId=${volume}`,
  };
  const rows: readonly (readonly [title: string, call: Call, headers: string, signature: string])[] = [
    [
      "without a body",
      list,
      "date (request-target) host",
      "GBas7grhyrhSKHP6AVIj/h5/Vp8bd/peM79H9Wv8kjoaCivujVXlpbKLjMPeDUhxkFIWtTtLBj3sUzaFj34XE6YZAHc9r2DmE4pMwOAy/kiITcZxa1oHPOeRheC0jP2dqbTll8fmTZVwKZOKHYPtrLJIJQHJjNvxFWeHQjMaR7M=",
    ],
    [
      "with a body",
      POST("/volumeAttachments", new TextBody("application/json", body)),
      "date (request-target) host content-length content-type x-content-sha256",
      "Mje8vIDPlwIHmD/cTDwRxE7HaAvBg16JnVcsuqaNRim23fFPgQfLoOOxae6WqKb1uPjYEl0qIdazWaBy/Ml8DRhqlocMwoSXv0fbukP8J5N80LCmzT/FFBvIvTB91XuXI3hYfP9Zt1l7S6ieVadHUfqBedWH0itrtPJBgKmrWso=",
    ],
  ];
  for (const [title, call, headers, signature] of rows) {
    test(title, async () => {
      const account = {
        tenancy: "ocid1.tenancy.oc1..aaaaaaaaba3pv6wkcr4jqae5f15p2b2m2yt2j6rx32uzr4h25vqstifsfdsq",
        user: "ocid1.user.oc1..aaaaaaaat5nvwcna5j6aqzjcaty5eqbb6qt2jvpkanghtgdaqedqw3rynjq",
        privateKey: new Secret(ociExampleKey),
        passphrase: undefined,
        fingerprint: "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34",
      };
      const world = { base: "https://iaas.us-phoenix-1.oraclecloud.com/20160918", at: "2014-01-05T21:31:40Z" };
      const dated = withHeaders(call, { date: "Thu, 05 Jan 2014 21:31:40 GMT" });
      const draft = await signed(oci(account), dated, world);
      const keyId = `${account.tenancy}/${account.user}/${account.fingerprint}`;
      expect(draft.headers["authorization"]).toBe(
        `Signature version="1",headers="${headers}",keyId="${keyId}",algorithm="rsa-sha256",signature="${signature}"`,
      );
    });
  }
});
