import { describeAccounts } from "../../test/contract/accounts.contract.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { temporaryState } from "../../test/support/temporary-state.ts";

describeAccounts("SQLite", async () => {
  const state = await temporaryState();
  return {
    open: async () => expectOk(await (await state.open()).openServer()).accounts,
    close: () => state.close(),
    remove: () => state.remove(),
  };
});
