import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab, Renumbered } from "./lab-network.ts";

/** What befalls a home in the laboratory beyond a new address: each mishap is made with the means of real ones. */

/** The LAN's resolver answers for these names, and all below them, with these addresses; the result is the cure. */
export async function poison(lab: Lab, lies: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
  const path = join(lab.fact("LAB_STATE_DIR"), "etc/dnsmasq-lan.conf");
  const honest = readFileSync(path, "utf8");
  const lines = Object.entries(lies).map(([name, address]) => `address=/${name}/${address}\n`);
  writeFileSync(path, honest + lines.join(""));
  await lab.command("restart", "dnsmasq");
  return async () => {
    writeFileSync(path, honest);
    await lab.command("restart", "dnsmasq");
  };
}

/**
 * Nobody on the LAN gets out any more: web and DNS are answered by the router, all else is dropped.
 *
 * @param port where its page is.
 */
export async function closePortal(lab: Lab, port: number): Promise<void> {
  const rules = [
    "table inet portal {",
    "chain inwards { type nat hook prerouting priority -110; policy accept;",
    `iifname lan0 meta nfproto ipv4 tcp dport { 80, 443 } redirect to :${port}`,
    "iifname lan0 meta nfproto ipv4 udp dport 53 redirect to :53",
    "iifname lan0 meta nfproto ipv4 tcp dport 53 redirect to :53; }",
    "chain through { type filter hook forward priority -10; policy accept; iifname lan0 drop; }",
    "}",
  ];
  await inRouter(lab, `nft '${rules.join("\n")}'; conntrack -F`);
}

/** Whoever was behind a portal has signed in; no harm where there was none. */
export async function openPortal(lab: Lab): Promise<void> {
  await inRouter(lab, "nft 'table inet portal { }; delete table inet portal'; conntrack -F");
}

/** The router is off, with all of its daemons and addresses, and its provider gives it others when it comes back. */
export async function switchRouterOff(lab: Lab): Promise<void> {
  // What it had is what it has to be given back.
  await lab.refresh();
  for (const daemon of ["miniupnpd", "dnsmasq", "wan-dhcp"]) await lab.command("stop", daemon);
  await inRouter(lab, "for link in wan0 lan0; do ip addr flush dev $link; ip link set $link down; done; conntrack -F");
}

/** @returns the address it got. */
export async function switchRouterOn(lab: Lab): Promise<Renumbered> {
  const changed = await lab.renumber4("--trigger", "lease");
  const wan6 = lab.fact("WAN6");
  await inRouter(
    lab,
    `ip link set lan0 up; ip link set wan0 up
    ip addr add ${lab.fact("ROUTER_LAN4")}/24 dev lan0
    ip addr add fe80::1/64 dev lan0 nodad
    ip addr add ${lab.fact("LAN6").replace("::/64", "::1/64")} dev lan0 nodad
    ip addr add fe80::2/64 dev wan0 nodad
    ip addr add ${wan6}/64 dev wan0 nodad
    ip route replace default via fe80::1 dev wan0`,
  );
  for (const daemon of ["dnsmasq", "wan-dhcp", "miniupnpd"]) await lab.command("restart", daemon);
  return changed;
}

/** The host's own link: `cable` is pulled at the other end, `interface` is switched off by the host's administrator. */
export async function flapHost(lab: Lab, what: "cable" | "interface", seconds: number): Promise<void> {
  const [host, link] = what === "cable" ? ["router", "l-host1"] : ["host1", "eth0"];
  await sh(lab, host, `ip link set ${link} down; sleep ${seconds}; ip link set ${link} up`);
  // The route went with the interface; a DHCP client would bring it back.
  await sh(lab, "host1", `ip route replace default via ${lab.fact("ROUTER_LAN4")}`);
}

/** Its addresses become those of a server: one for each prefix, made of the MAC address. */
export async function makeServerOf(lab: Lab, host: string): Promise<void> {
  await sh(
    lab,
    host,
    `ip link set eth0 down
    sysctl -qw net.ipv6.conf.eth0.addr_gen_mode=0 net.ipv6.conf.eth0.use_tempaddr=0
    ip link set eth0 up
    ip route replace default via ${lab.fact("ROUTER_LAN4")}`,
  );
}

function inRouter(lab: Lab, script: string): Promise<void> {
  return sh(lab, "router", script);
}

async function sh(lab: Lab, host: string, script: string): Promise<void> {
  const { status, stderr } = await lab.run(host, "sh", "-ec", script);
  if (status !== 0) throw new Error(`${script}\nended with ${status} in ${host}: ${stderr}`);
}
