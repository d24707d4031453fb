import type { Running } from "../../core/lifecycle.ts";
import type { ListenFailure } from "../../core/listen.ts";
import type { MulticastNetwork } from "../../core/multicast.ts";
import { ok, type Result } from "../../core/result.ts";
import type { UpnpLink } from "./link.ts";
import { ssdpGroup } from "./search-targets.ts";
import { noticeTarget, parseSsdp } from "./ssdp-message.ts";

/** Hears when the router of a link says goodbye or begins anew. Every device of the link speaks in this group. */

/**
 * Tells of each beginning once. A notice of life is none while the router says by its number that it still is the one it
 * was; a router without numbers has begun anew when it had said goodbye.
 */
export async function hearNotices(
  link: UpnpLink,
  multicast: MulticastNetwork,
  onNotice: (kind: "gone" | "begun") => void,
): Promise<Result<Running, ListenFailure>> {
  const group = ssdpGroup(link.gateway.family);
  let bootId: string | undefined;
  let isGone = false;
  const joined = await multicast.join(
    { group: group.address, port: group.port, localAddress: link.localAddress },
    (payload, peer) => {
      if (!peer.address.equals(link.gateway) || !isRouter(noticeTarget(payload))) return;
      const message = parseSsdp(payload);
      if (message === undefined || message.kind === "answer") return;
      if (message.kind === "byebye") {
        if (!isGone) onNotice("gone");
        isGone = true;
        return;
      }
      const isAnew = isGone || (bootId !== undefined && message.bootId !== undefined && message.bootId !== bootId);
      isGone = false;
      bootId = message.bootId ?? bootId;
      if (isAnew) onNotice("begun");
    },
  );
  return joined.ok ? ok({ stop: () => joined.value.stop() }) : joined;
}

/** A router has other devices in it that come and go, media servers among them. */
function isRouter(target: string | undefined): boolean {
  return target !== undefined && /:(?:InternetGatewayDevice|WANIPConnection|WANPPPConnection):\d+$/i.test(target);
}
