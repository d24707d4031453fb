import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startDyndns2 } from "../../test/emulators/dyndns2.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dyndns2.ts";

const account = { user: "user", password: "CANARY+pass word" };
const server = { ...account, host: "dyn.example.net", path: "/nic/update" };
const settings = {
  url: "https://dyn.example.net/nic/update",
  username: account.user,
  password: new Secret(account.password),
  families: "apart",
  insecure: false,
};

for (const families of ["apart", "together"]) {
  conformsAsPushService({
    provider,
    start: () => startDyndns2({ ...server, takesLists: families === "together" }),
    owner: "home.example.net",
    settings: { ...settings, families },
    wrongSettings: { ...settings, families, password: new Secret("wrong-CANARY") },
    withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
    cannot: {
      "withdraws both families": "the protocol has no word for it",
      "withdraws one family and sets the other": "the protocol has no word for it",
    },
  });
}
