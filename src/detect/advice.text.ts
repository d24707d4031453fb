import { type Bilingual, bilingual } from "../core/language.ts";
import type { AdviceCode } from "../core/verdict.ts";

/** The words of advice, for people who do not run networks for a living. */

export interface AdviceText {
  /** One short sentence. */
  readonly finding: string;
  /** What it means for the name. */
  readonly meaning: string;
  /** What can be done, or that nothing needs to be. */
  readonly remedy: string;
}

/** Takes the addresses concerned as one text; empty where there are none. */
export const adviceTexts: Bilingual<Readonly<Record<AdviceCode, (addresses: string) => AdviceText>>> = bilingual({
  en: {
    "carrier-grade-nat": (addresses) => ({
      finding: `Your provider shares one public IPv4 address among several customers (${addresses}).`,
      meaning: "Connections from outside over IPv4 end at the provider and do not reach you, whatever DNS says.",
      remedy: "Use IPv6, ask the provider for a public IPv4 address, or reach this host through a VPN or relay.",
    }),
    "double-nat": (addresses) => ({
      finding: `The router itself is behind another router: its outer address ${addresses} is private.`,
      meaning: "A port opened on this router is not open to the Internet; the one in front has to forward it too.",
      remedy: "Switch the outer device to bridge mode, or forward the ports there to this router.",
    }),
    "tunnel-egress": (addresses) => ({
      finding: `Servers outside see ${addresses}, which is where a VPN, a proxy or a second line leaves.`,
      meaning:
        "That address belongs to somebody else's exit and does not lead back to this host, so it is not published.",
      remedy:
        "Nothing needs to be done. Where the far end of the tunnel is what you want, name its echo sources without interface.",
    }),
    "router-differs": (addresses) => ({
      finding: `This host has a public address of its own, and the router names another one (${addresses}).`,
      meaning: "There are two ways to this host; the address of the host itself is taken.",
      remedy: "To publish the other one, write router as the source of the name.",
    }),
    "split-egress": (addresses) => ({
      finding: `Different servers see different addresses: ${addresses}.`,
      meaning: "Traffic takes more than one way out: several lines, or a proxy that takes only part of it.",
      remedy: "Name the sources that go the way you mean, or tell the lines apart under agent.uplinks.",
    }),
    "captive-portal": () => ({
      finding: "Web pages come back where addresses were asked for.",
      meaning: "A sign-in page of a hotel, a firewall or the provider answers in place of the Internet.",
      remedy: "Open a browser and sign in; the address is asked for again by itself.",
    }),
    "tls-intercepted": () => ({
      finding: "No server could prove who it is.",
      meaning: "Either the clock of this host is wrong, or something on the way opens encrypted connections.",
      remedy:
        "Check date and time first; then look for a filtering proxy and add its authority under trust.authorities.",
    }),
    "container-bridge": (addresses) => ({
      finding: `Holdfast runs in a container and sees only the container's own network (${addresses}).`,
      meaning:
        "The addresses of the host and of its router are hidden; only servers outside can tell the IPv4 address.",
      remedy: "Run the container in the host's network (--network host) to see addresses and changes at once.",
    }),
    "no-ipv6": () => ({
      finding: "This host has no IPv6 address beyond its own network.",
      meaning: "Router and provider offer none here, so there is nothing to publish.",
      remedy: "Switch IPv6 on in the router if the provider has it, or write ipv6: off for the name.",
    }),
    "ula-only": (addresses) => ({
      finding: `The only IPv6 addresses are local to your own network (${addresses}).`,
      meaning: "Nobody outside can reach them.",
      remedy: "See whether the router gets an IPv6 prefix from the provider, or write ipv6: off for the name.",
    }),
    "ipv6-only-temporary": (addresses) => ({
      finding: `The only IPv6 address is a temporary one (${addresses}).`,
      meaning: "It is replaced every day for the sake of privacy, so a name should not point at it.",
      remedy: "Let the system keep a lasting address beside it, for instance with net.ipv6.conf.all.use_tempaddr=1.",
    }),
    "6to4-or-teredo": (addresses) => ({
      finding: `There is an address of the retired tunnels 6to4 or Teredo (${addresses}).`,
      meaning: "They work for few and badly, so such addresses are never published.",
      remedy: "Nothing needs to be done; the system can be told to leave the tunnel off.",
    }),
    "prefix-gone": (addresses) => ({
      finding: `The network that the published address ${addresses} belonged to is gone.`,
      meaning:
        "The router advertises it no longer and nothing has taken its place. What is published stays until then.",
      remedy: "Mostly the line comes back by itself; if not, look at the router's IPv6 status.",
    }),
    "two-prefixes": (addresses) => ({
      finding: `There are addresses in several IPv6 networks: ${addresses}.`,
      meaning: "The provider is changing the network, or there are two routers. The one promised for longest is taken.",
      remedy: "To keep to one of them, pin it: ipv6: { prefix: … } or ipv6: { interface: … }.",
    }),
  },
  "zh-CN": {
    "carrier-grade-nat": (addresses) => ({
      finding: `运营商让多个用户共用一个公网 IPv4 地址（${addresses}）。`,
      meaning: "外部的 IPv4 连接只能到达运营商，无论解析记录怎么写都到不了本机。",
      remedy: "请改用 IPv6，向运营商申请公网 IPv4 地址，或通过 VPN、中继访问本机。",
    }),
    "double-nat": (addresses) => ({
      finding: `路由器前面还有一台路由器：它的外侧地址 ${addresses} 是私有地址。`,
      meaning: "在这台路由器上开放端口还不够，前面那台设备也必须转发。",
      remedy: "请把前面的设备改为桥接模式，或在其上把端口转发给这台路由器。",
    }),
    "tunnel-egress": (addresses) => ({
      finding: `外部服务器看到的是 ${addresses}，即 VPN、代理或另一条线路的出口。`,
      meaning: "该地址属于别人的出口，无法由它回到本机，因此不会发布。",
      remedy: "无需处理。如果确实要发布隧道另一端的地址，请只列出回显来源，不要写 interface。",
    }),
    "router-differs": (addresses) => ({
      finding: `本机自身有公网地址，而路由器报告的是另一个地址（${addresses}）。`,
      meaning: "有两条路可以到达本机，目前采用本机自身的地址。",
      remedy: "如果要发布另一个地址，请把该名称的来源写成 router。",
    }),
    "split-egress": (addresses) => ({
      finding: `不同的服务器看到了不同的地址：${addresses}。`,
      meaning: "流量有不止一个出口：可能有多条线路，也可能有只接管部分流量的代理。",
      remedy: "请只列出走目标线路的来源，或在 agent.uplinks 中区分各条线路。",
    }),
    "captive-portal": () => ({
      finding: "询问地址时返回的却是网页。",
      meaning: "酒店、防火墙或运营商的登录页面代替互联网作了应答。",
      remedy: "请打开浏览器完成登录，之后会自动重新询问地址。",
    }),
    "tls-intercepted": () => ({
      finding: "没有任何服务器能证明自己的身份。",
      meaning: "可能是本机时钟不准，也可能是途中有设备拆开了加密连接。",
      remedy: "请先检查日期和时间，再查看是否有过滤代理，并把其证书颁发机构加入 trust.authorities。",
    }),
    "container-bridge": (addresses) => ({
      finding: `Holdfast 运行在容器中，只能看到容器自己的网络（${addresses}）。`,
      meaning: "看不到宿主机和路由器的地址，IPv4 地址只能由外部服务器告知。",
      remedy: "请让容器使用宿主机网络（--network host），这样才能立即看到地址及其变化。",
    }),
    "no-ipv6": () => ({
      finding: "本机没有可用于外部的 IPv6 地址。",
      meaning: "路由器和运营商在此没有提供 IPv6，因此没有可发布的地址。",
      remedy: "如果运营商支持，请在路由器上启用 IPv6；否则可为该名称写上 ipv6: off。",
    }),
    "ula-only": (addresses) => ({
      finding: `现有的 IPv6 地址都只在自己的网络内有效（${addresses}）。`,
      meaning: "外部无法访问这些地址。",
      remedy: "请检查路由器是否从运营商获得了 IPv6 前缀，或为该名称写上 ipv6: off。",
    }),
    "ipv6-only-temporary": (addresses) => ({
      finding: `唯一的 IPv6 地址是临时地址（${addresses}）。`,
      meaning: "为保护隐私，它每天都会更换，因此不应让名称指向它。",
      remedy: "请让系统同时保留一个长期地址，例如设置 net.ipv6.conf.all.use_tempaddr=1。",
    }),
    "6to4-or-teredo": (addresses) => ({
      finding: `存在已淘汰的 6to4 或 Teredo 隧道地址（${addresses}）。`,
      meaning: "这类隧道能用的人少，效果也差，因此从不发布此类地址。",
      remedy: "无需处理，也可以在系统中关闭该隧道。",
    }),
    "prefix-gone": (addresses) => ({
      finding: `已发布的地址 ${addresses} 所在的网络已经消失。`,
      meaning: "路由器不再通告它，也没有新的网络接替。在此之前，已发布的内容保持不变。",
      remedy: "线路通常会自行恢复；如果没有，请查看路由器的 IPv6 状态。",
    }),
    "two-prefixes": (addresses) => ({
      finding: `本机在多个 IPv6 网络中都有地址：${addresses}。`,
      meaning: "运营商正在更换网络，或者有两台路由器。目前采用承诺有效期最长的一个。",
      remedy: "如果要固定使用其中之一，请写 ipv6: { prefix: … } 或 ipv6: { interface: … }。",
    }),
  },
});
