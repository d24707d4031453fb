import { Address } from "../../src/core/address.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { expectOk } from "../support/expect-ok.ts";
import { FakeRouter } from "../support/fake-router.ts";

/**
 * A server of NAT-PMP and PCP that tells the address given as its argument, whatever kind it is: miniupnpd keeps one that
 * is not public to itself, others tell it. Runs until it is killed.
 */
const router = new FakeRouter(systemClock, expectOk(Address.parse(process.argv[2] ?? "")));
await Bun.udpSocket({
  hostname: "0.0.0.0",
  port: 5_351,
  socket: {
    data: (socket, payload, port, host) => {
      const answer = router.answer(payload);
      if (answer !== undefined) socket.send(answer, port, host);
    },
    error: () => undefined,
  },
});
process.stdout.write("ready\n");
