import { describe } from "bun:test";
import { updateConversation } from "../../../test/support/update-conversation.ts";

const zone = ["@ 60 IN SOA ns1 h 1 2 3 4 5", "@ 60 IN NS ns1", "ns1 60 IN A 192.0.2.53", "home 60 IN A 192.0.2.1"];

describe("DNS UPDATE over time", () => {
  updateConversation(
    "two agents want one name, and one of them gets it (RFC 2136 §3.2)",
    zone,
    `
    sign first: new NONE ANY => new 60 IN A 192.0.2.7
    sign second: new NONE ANY => new 60 IN A 192.0.2.8
    deliver second -> NOERROR
    deliver first -> YXDOMAIN
    new holds A 60 192.0.2.8
    # It is free again once its owner lets go.
    sign leave: new IN A 192.0.2.8 => new ANY ANY
    deliver leave -> NOERROR
    new holds nothing
    sign third: new NONE ANY => new 60 IN A 192.0.2.7
    deliver third -> NOERROR
    new holds A 60 192.0.2.7
    `,
  );

  updateConversation(
    "a message that was on its way for five minutes still counts, a second later it does not (RFC 8945 §5.2.3)",
    zone,
    `
    sign slow: home ANY A, home 60 IN A 192.0.2.2
    sign slower: home ANY A, home 60 IN A 192.0.2.3
    wait 5m
    deliver slow -> NOERROR
    home holds A 60 192.0.2.2
    wait 1s
    deliver slower -> NOTAUTH BADTIME
    deliver slow -> NOTAUTH BADTIME
    home holds A 60 192.0.2.2
    `,
  );

  updateConversation(
    "an answer that was lost: the same message again changes nothing more (RFC 2136 §5)",
    zone,
    `
    sign move: home ANY A, home 60 IN A 192.0.2.2
    deliver move -> NOERROR
    wait 3s
    deliver move -> NOERROR
    home holds A 60 192.0.2.2
    # With a prerequisite the second one tells that the first has arrived.
    sign claim: new NONE ANY => new 60 IN A 192.0.2.7
    deliver claim -> NOERROR
    wait 3s
    deliver claim -> YXDOMAIN
    new holds A 60 192.0.2.7
    `,
  );

  updateConversation(
    "messages that overtake each other: a prerequisite keeps the older from undoing the newer (RFC 2136 §2.4.2)",
    zone,
    `
    sign older: home IN A 192.0.2.1 => home ANY A, home 60 IN A 192.0.2.2
    wait 10s
    sign newer: home IN A 192.0.2.1 => home ANY A, home 60 IN A 192.0.2.3
    deliver newer -> NOERROR
    deliver older -> NXRRSET
    home holds A 60 192.0.2.3
    `,
  );

  updateConversation(
    "half of an update is none: what fails at its end has not begun (RFC 2136 §3.4.2)",
    zone,
    `
    sign both: home ANY A, home IN A
    deliver both -> FORMERR
    home holds A 60 192.0.2.1
    sign outside: home ANY A, x.elsewhere. 60 IN A 192.0.2.1
    deliver outside -> NOTZONE
    home holds A 60 192.0.2.1
    `,
  );
});
