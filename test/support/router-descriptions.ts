/**
 * Device descriptions in the forms in which routers have them: element order, URL forms, line ends and oddities are those
 * of the makers named, shortened to what is read; names, numbers and identifiers are ours.
 */

export interface RouterDescription {
  /** Whose form it is, and what is odd about it. */
  readonly name: string;
  readonly location: string;
  readonly text: string;
  readonly label: string;
  /** Services in the order they are found, as `name:version control-URL event-URL`. */
  readonly services: readonly string[];
}

const head =
  '<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0">\n<specVersion><major>1</major><minor>0</minor></specVersion>\n';
const upnp = "urn:schemas-upnp-org";

/** The nesting that all share: gateway, WAN device, connection device. */
function nested(gateway: string, ownServices: string, wanServices: string, connectionServices: string): string {
  return [
    `<device><deviceType>${upnp}:device:InternetGatewayDevice:1</deviceType>${gateway}`,
    ownServices === "" ? "" : `<serviceList>${ownServices}</serviceList>`,
    `<deviceList><device><deviceType>${upnp}:device:WANDevice:1</deviceType><friendlyName>WANDevice</friendlyName>`,
    `<serviceList>${wanServices}</serviceList>`,
    `<deviceList><device><deviceType>${upnp}:device:WANConnectionDevice:1</deviceType>`,
    `<friendlyName>WANConnectionDevice</friendlyName><serviceList>${connectionServices}</serviceList>`,
    "</device></deviceList></device></deviceList></device></root>",
  ].join("\r\n");
}

function service(type: string, control: string, event: string, scpd = "/x.xml"): string {
  return [
    `<service><serviceType>${type}</serviceType><serviceId>urn:upnp-org:serviceId:x</serviceId>`,
    `<controlURL>${control}</controlURL><eventSubURL>${event}</eventSubURL><SCPDURL>${scpd}</SCPDURL></service>`,
  ].join("");
}

const common = (control: string): string => service(`${upnp}:service:WANCommonInterfaceConfig:1`, control, control);
const wan = (type: string, control: string, event: string): string =>
  service(`${upnp}:service:${type}`, control, event);

export const routerDescriptions: readonly RouterDescription[] = [
  {
    name: "FRITZ!Box, IGD 1: a service of nobody's, DSL link beside the line",
    location: "http://192.168.178.1:49000/igddesc.xml",
    text:
      head +
      nested(
        "<friendlyName>FRITZ!Box 7590</friendlyName><manufacturer>AVM Berlin</manufacturer><modelName>FRITZ!Box 7590</modelName><UDN>uuid:75802409-bccb-40e7-8e6c-0123456789ab</UDN>",
        service("urn:schemas-any-com:service:Any:1", "/igdupnp/control/any", "/igdupnp/control/any", "/any.xml"),
        common("/igdupnp/control/WANCommonIFC1"),
        wan("WANDSLLinkConfig:1", "/igdupnp/control/WANDSLLinkC1", "/igdupnp/control/WANDSLLinkC1") +
          wan("WANIPConnection:1", "/igdupnp/control/WANIPConn1", "/igdupnp/control/WANIPConn1"),
      ),
    label: "FRITZ!Box 7590",
    services: [
      "WANCommonInterfaceConfig:1 http://192.168.178.1:49000/igdupnp/control/WANCommonIFC1 http://192.168.178.1:49000/igdupnp/control/WANCommonIFC1",
      "WANDSLLinkConfig:1 http://192.168.178.1:49000/igdupnp/control/WANDSLLinkC1 http://192.168.178.1:49000/igdupnp/control/WANDSLLinkC1",
      "WANIPConnection:1 http://192.168.178.1:49000/igdupnp/control/WANIPConn1 http://192.168.178.1:49000/igdupnp/control/WANIPConn1",
    ],
  },
  {
    name: "FRITZ!Box, TR-064: the same names in the maker's own space, which want a password",
    location: "http://192.168.178.1:49000/tr64desc.xml",
    text: `${head}<device><friendlyName>FRITZ!Box</friendlyName><serviceList>${service("urn:dslforum-org:service:WANIPConnection:1", "/upnp/control/wanipconnection1", "/upnp/control/wanipconnection1")}</serviceList></device></root>`,
    label: "FRITZ!Box",
    services: [],
  },
  {
    name: "miniupnpd as OpenWrt and UniFi have it, IGD 2: all on one line, order of elements of its own",
    location: "http://192.168.1.1:5000/rootDesc.xml",
    text: `<?xml version="1.0"?>\r\n<root xmlns="${upnp}:device-1-0" configId="1337"><specVersion><major>1</major><minor>1</minor></specVersion><device><deviceType>${upnp}:device:InternetGatewayDevice:2</deviceType><friendlyName>OpenWRT router</friendlyName><UDN>uuid:00000000-0000-0000-0000-000000000001</UDN><serviceList><service><serviceType>${upnp}:service:Layer3Forwarding:1</serviceType><serviceId>urn:upnp-org:serviceId:L3Forwarding1</serviceId><SCPDURL>/L3F.xml</SCPDURL><controlURL>/ctl/L3F</controlURL><eventSubURL>/evt/L3F</eventSubURL></service></serviceList><deviceList><device><deviceList><device><serviceList>${wan("WANIPConnection:2", "/ctl/IPConn", "/evt/IPConn")}${wan("WANIPv6FirewallControl:1", "/ctl/IP6FCtl", "/evt/IP6FCtl")}</serviceList></device></deviceList></device></deviceList><presentationURL>http://192.168.1.1/</presentationURL></device></root>`,
    label: "OpenWRT router",
    services: [
      "Layer3Forwarding:1 http://192.168.1.1:5000/ctl/L3F http://192.168.1.1:5000/evt/L3F",
      "WANIPConnection:2 http://192.168.1.1:5000/ctl/IPConn http://192.168.1.1:5000/evt/IPConn",
      "WANIPv6FirewallControl:1 http://192.168.1.1:5000/ctl/IP6FCtl http://192.168.1.1:5000/evt/IP6FCtl",
    ],
  },
  {
    name: "Linksys on Broadcom: URLBase, colons in paths, a PPP line that may not exist",
    location: "http://192.168.1.1:5431/dyndev/uuid:0014-bf09-c2b00200b0bd",
    text:
      head +
      "<URLBase>http://192.168.1.1:5431</URLBase>" +
      nested(
        "<friendlyName>WRT54G</friendlyName><manufacturer>Linksys Inc.</manufacturer><UDN>uuid:0014-bf09-c2b00200b0bd</UDN>",
        "",
        common("/uuid:0014-bf09-c2b00200b0bd/WANCommonInterfaceConfig:1"),
        wan(
          "WANPPPConnection:1",
          "/uuid:0014-bf09-c2b00200b0bd/WANPPPConnection:1",
          "/uuid:0014-bf09-c2b00200b0bd/WANPPPConnection:1",
        ) +
          wan(
            "WANIPConnection:1",
            "/uuid:0014-bf09-c2b00200b0bd/WANIPConnection:1",
            "/uuid:0014-bf09-c2b00200b0bd/WANIPConnection:1",
          ),
      ),
    label: "WRT54G",
    services: ["WANCommonInterfaceConfig:1", "WANPPPConnection:1", "WANIPConnection:1"].map((name) => {
      const url = `http://192.168.1.1:5431/uuid:0014-bf09-c2b00200b0bd/${name}`;
      return `${name} ${url} ${url}`;
    }),
  },
  {
    name: "TP-Link: URLBase with the port of SSDP",
    location: "http://192.168.0.1:1900/igd.xml",
    text:
      head +
      "<URLBase>http://192.168.0.1:1900</URLBase>" +
      nested(
        "<friendlyName>Wireless N Router</friendlyName>",
        "",
        common("/ifc"),
        wan("WANIPConnection:1", "/ipc", "/ipc"),
      ),
    label: "Wireless N Router",
    services: [
      "WANCommonInterfaceConfig:1 http://192.168.0.1:1900/ifc http://192.168.0.1:1900/ifc",
      "WANIPConnection:1 http://192.168.0.1:1900/ipc http://192.168.0.1:1900/ipc",
    ],
  },
  {
    name: "Mercury: an empty URLBase, blanks within tags",
    location: "http://192.168.1.1:1900/igd.xml",
    text: `${head}<URLBase></URLBase>${nested("<friendlyName >Wireless Router</friendlyName>", "", "", wan("WANIPConnection:1", "/ipc", "/ipc"))}`,
    label: "Wireless Router",
    services: ["WANIPConnection:1 http://192.168.1.1:1900/ipc http://192.168.1.1:1900/ipc"],
  },
  {
    name: "Huawei: paths without a slash, blanks around values, PPP only",
    location: "http://192.168.100.1:37215/upnpdev.xml",
    text:
      head +
      nested(
        "<friendlyName>\r\n  Huawei Home Gateway\r\n</friendlyName>",
        "",
        "",
        wan("WANPPPConnection:1", " ctrlt/WANPPPConnection_1 ", "evt/WANPPPConnection_1"),
      ),
    label: "Huawei Home Gateway",
    services: [
      "WANPPPConnection:1 http://192.168.100.1:37215/ctrlt/WANPPPConnection_1 http://192.168.100.1:37215/evt/WANPPPConnection_1",
    ],
  },
  {
    name: "D-Link: queries, an ampersand in a name as it should not be",
    location: "http://192.168.0.1:49152/InternetGatewayDevice.xml",
    text:
      head +
      nested(
        "<friendlyName>D-Link Cloud & Router</friendlyName>",
        "",
        "",
        wan("WANIPConnection:1", "/soap.cgi?service=WANIPConn1", "/gena.cgi?service=WANIPConn1"),
      ),
    label: "D-Link Cloud & Router",
    services: [
      "WANIPConnection:1 http://192.168.0.1:49152/soap.cgi?service=WANIPConn1 http://192.168.0.1:49152/gena.cgi?service=WANIPConn1",
    ],
  },
  {
    name: "Netgear: whole URLs, no events",
    location: "http://192.168.1.1:5000/Public_UPNP_gatedesc.xml",
    text:
      head +
      nested(
        "<modelName>R7000</modelName>",
        "",
        "",
        wan("WANIPConnection:1", "http://192.168.1.1:5000/Public_UPNP_C3", ""),
      ),
    label: "R7000",
    services: ["WANIPConnection:1 http://192.168.1.1:5000/Public_UPNP_C3 -"],
  },
  {
    name: "Windows as a router: queries with colons and plus signs",
    location: "http://192.168.137.1:2869/upnphost/udhisapi.dll?content=uuid:5b0e",
    text:
      head +
      nested(
        "<friendlyName>Büro (Internetverbindungsfreigabe)</friendlyName>",
        "",
        "",
        wan(
          "WANIPConnection:1",
          "/upnphost/udhisapi.dll?control=uuid:5b0e+urn:upnp-org:serviceId:WANIPConn1",
          "/upnphost/udhisapi.dll?event=uuid:5b0e+urn:upnp-org:serviceId:WANIPConn1",
        ),
      ),
    label: "Büro (Internetverbindungsfreigabe)",
    services: [
      "WANIPConnection:1 http://192.168.137.1:2869/upnphost/udhisapi.dll?control=uuid:5b0e+urn:upnp-org:serviceId:WANIPConn1 http://192.168.137.1:2869/upnphost/udhisapi.dll?event=uuid:5b0e+urn:upnp-org:serviceId:WANIPConn1",
    ],
  },
  {
    name: "a prefix for UPnP's own names, names in other cases, NUL octets behind the end",
    location: "http://192.168.1.1/desc",
    text: `<u:Root xmlns:u="${upnp}:device-1-0"><u:Device><u:FriendlyName>Odd</u:FriendlyName><u:ServiceList><u:Service><u:ServiceType> URN:schemas-upnp-org:service:WANIPConnection:1 </u:ServiceType><u:ControlUrl>ctl</u:ControlUrl><u:EventSubUrl>evt</u:EventSubUrl></u:Service></u:ServiceList></u:Device></u:Root>\0\0\0`,
    label: "Odd",
    services: ["WANIPConnection:1 http://192.168.1.1/ctl http://192.168.1.1/evt"],
  },
  {
    name: "a URLBase from before the LAN was renumbered",
    location: "http://192.168.1.1:80/d/desc.xml",
    text: `${head}<URLBase>http://192.168.0.1:80/</URLBase><device><serviceList>${wan("WANIPConnection:1", "ctl", "evt")}</serviceList></device></root>`,
    label: "",
    services: ["WANIPConnection:1 http://192.168.1.1/d/ctl http://192.168.1.1/d/evt"],
  },
  {
    name: "a URLBase of 0.0.0.0, another with a path",
    location: "http://192.168.1.1/d/desc.xml",
    text: `${head}<URLBase>http://0.0.0.0:1780/</URLBase><device><serviceList>${wan("WANIPConnection:1", "/ctl", "/evt")}</serviceList></device></root>`,
    label: "",
    services: ["WANIPConnection:1 http://192.168.1.1/ctl http://192.168.1.1/evt"],
  },
  {
    name: "a URLBase with a path of its own, and another port",
    location: "http://192.168.1.1/d/desc.xml",
    text: `${head}<URLBase>http://192.168.1.1:1780/igd/</URLBase><device><serviceList>${wan("WANIPConnection:1", "ctl", "/evt")}</serviceList></device></root>`,
    label: "",
    services: ["WANIPConnection:1 http://192.168.1.1:1780/igd/ctl http://192.168.1.1:1780/evt"],
  },
  {
    name: "services on other hosts, of other schemes, with credentials, without a type or a URL",
    location: "http://192.168.1.1/desc.xml",
    text: `${head}<device><serviceList>${[
      wan("WANIPConnection:1", "http://203.0.113.1/ctl", ""),
      wan("WANIPConnection:1", "//203.0.113.1/ctl", ""),
      wan("WANIPConnection:1", "https://192.168.1.1/ctl", ""),
      wan("WANIPConnection:1", "http://a:b@192.168.1.1/ctl", ""),
      wan("WANIPConnection:1", "file:///etc/passwd", ""),
      wan("WANIPConnection:1", "http://192.168.1.1:0/ctl", ""),
      wan("WANIPConnection:1", "", "/evt"),
      wan("WANIPConnection", "/ctl", ""),
      service("", "/ctl", ""),
      wan("WANIPConnection:1", "/right", "http://203.0.113.1/evt"),
    ].join("")}</serviceList></device></root>`,
    label: "",
    services: ["WANIPConnection:1 http://192.168.1.1/right -"],
  },
];
