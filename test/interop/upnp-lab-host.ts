import type { Lab } from "./lab-network.ts";
import { LabScript } from "./lab-script.ts";
import type { HostCommand } from "./upnp-host.ts";

/** The other end of `upnp-host.ts`. */
export class UpnpLabHost extends LabScript<HostCommand> {
  constructor(lab: Lab, host: "host1" | "host2", address: string) {
    const gateway = lab.fact("ROUTER_LAN4");
    super(lab, host, "upnp-host.ts", gateway, address, `${gateway}/24`);
  }
}
