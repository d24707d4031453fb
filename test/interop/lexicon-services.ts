import type { Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { cloudflareToken, startCloudflare } from "../emulators/cloudflare.ts";
import { cloudnsPassword, startCloudns } from "../emulators/cloudns.ts";
import { desecToken, startDesec } from "../emulators/desec.ts";
import { digitaloceanToken, startDigitalocean } from "../emulators/digitalocean.ts";
import { dnsimpleToken, startDnsimple } from "../emulators/dnsimple.ts";
import { dnsmadeeasyKey, dnsmadeeasySecret, startDnsmadeeasy } from "../emulators/dnsmadeeasy.ts";
import { dnspodToken, startDnspod } from "../emulators/dnspod.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import { gandiToken, startGandi } from "../emulators/gandi.ts";
import { godaddyToken, startGodaddy } from "../emulators/godaddy.ts";
import { hetznerToken, startHetzner } from "../emulators/hetzner.ts";
import { ionosKey, startIonos } from "../emulators/ionos.ts";
import { linodeToken, startLinode } from "../emulators/linode.ts";
import { luadnsToken, startLuadns } from "../emulators/luadns.ts";
import { mythicBeastsKey, startMythicBeasts } from "../emulators/mythicbeasts.ts";
import { nameComToken, startNameCom } from "../emulators/name-com.ts";
import { namesiloKey, startNamesilo } from "../emulators/namesilo.ts";
import { nfsnKey, nfsnLogin, startNearlyfreespeech } from "../emulators/nearlyfreespeech.ts";
import { ns1Token, startNs1 } from "../emulators/ns1.ts";
import { ovhAccount, startOvh } from "../emulators/ovh.ts";
import { porkbunApiKey, porkbunSecretKey, startPorkbun } from "../emulators/porkbun.ts";
import { route53KeyId, route53Secret, startRoute53 } from "../emulators/route53.ts";
import { scalewayToken, startScaleway } from "../emulators/scaleway.ts";
import { startVercel, vercelToken } from "../emulators/vercel.ts";
import { startVultr, vultrToken } from "../emulators/vultr.ts";

/** The services that dns-lexicon and we both know, and how each is signed in to. */

export interface LexiconService {
  readonly id: string;
  /** Its name in lexicon, where that is another. */
  readonly lexicon?: string;
  /** @param now the time that the service goes by, in milliseconds since the epoch. */
  readonly start: (now: () => number) => Promise<EmulatedZones>;
  readonly settings: Settings;
  /** Lexicon's options that sign in with the secret, the right one or another. */
  readonly login: (secret: string) => Readonly<Record<string, string>>;
  readonly secret: string;
}

const token = (secret: string): Readonly<Record<string, string>> => ({ auth_token: secret });
const user = (name: string) => (secret: string) => ({ auth_username: name, auth_token: secret });

/** The same as lexicon looks for it in the environment. */
export function signIn(service: LexiconService, secret: string): Readonly<Record<string, string>> {
  const prefix = `LEXICON_${service.lexicon ?? service.id}_`;
  const options = Object.entries(service.login(secret));
  return Object.fromEntries(options.map(([name, value]) => [(prefix + name).toUpperCase(), value]));
}

export const lexiconServices: readonly LexiconService[] = [
  {
    id: "cloudflare",
    start: startCloudflare,
    settings: { token: new Secret(cloudflareToken) },
    login: token,
    secret: cloudflareToken,
  },
  {
    id: "cloudns",
    start: startCloudns,
    settings: { subAuthId: "77", password: new Secret(cloudnsPassword) },
    login: (secret) => ({ auth_subid: "77", auth_password: secret }),
    secret: cloudnsPassword,
  },
  { id: "desec", start: startDesec, settings: { token: new Secret(desecToken) }, login: token, secret: desecToken },
  {
    id: "digitalocean",
    start: startDigitalocean,
    settings: { token: new Secret(digitaloceanToken) },
    login: token,
    secret: digitaloceanToken,
  },
  {
    id: "dnsimple",
    start: startDnsimple,
    settings: { token: new Secret(dnsimpleToken), account: "1010" },
    login: token,
    secret: dnsimpleToken,
  },
  {
    id: "dnsmadeeasy",
    start: (now) => startDnsmadeeasy({ now }),
    settings: { apiKey: dnsmadeeasyKey, secretKey: new Secret(dnsmadeeasySecret) },
    login: user(dnsmadeeasyKey),
    secret: dnsmadeeasySecret,
  },
  {
    id: "dnspod",
    start: startDnspod,
    settings: { tokenId: "1234", token: new Secret(dnspodToken), email: "user@example.net" },
    login: user("1234"),
    secret: dnspodToken,
  },
  {
    id: "gandi",
    start: startGandi,
    settings: { token: new Secret(gandiToken) },
    login: (secret) => ({ auth_token: secret, api_protocol: "rest" }),
    secret: gandiToken,
  },
  {
    id: "godaddy",
    start: startGodaddy,
    settings: { key: new Secret(godaddyToken), secret: new Secret("s3cret-CANARY") },
    login: (secret) => ({ auth_key: godaddyToken, auth_secret: secret }),
    secret: "s3cret-CANARY",
  },
  {
    id: "hetzner",
    start: startHetzner,
    settings: { token: new Secret(hetznerToken) },
    login: token,
    secret: hetznerToken,
  },
  {
    id: "ionos",
    start: () => startIonos(),
    settings: { apiKey: new Secret(ionosKey) },
    login: (secret) => ({ api_key: secret }),
    secret: ionosKey,
  },
  {
    id: "linode",
    lexicon: "linode4",
    start: startLinode,
    settings: { token: new Secret(linodeToken) },
    login: token,
    secret: linodeToken,
  },
  {
    id: "luadns",
    start: startLuadns,
    settings: { email: "user@example.net", token: new Secret(luadnsToken) },
    login: user("user@example.net"),
    secret: luadnsToken,
  },
  {
    id: "mythicbeasts",
    start: startMythicBeasts,
    settings: { keyId: mythicBeastsKey.keyId, secret: new Secret(mythicBeastsKey.secret) },
    login: (secret) => ({ auth_username: mythicBeastsKey.keyId, auth_password: secret }),
    secret: mythicBeastsKey.secret,
  },
  {
    id: "name-com",
    lexicon: "namecom",
    start: startNameCom,
    settings: { username: "user", token: new Secret(nameComToken) },
    login: user("user"),
    secret: nameComToken,
  },
  {
    id: "namesilo",
    start: () => startNamesilo(),
    settings: { key: new Secret(namesiloKey) },
    login: token,
    secret: namesiloKey,
  },
  {
    id: "nearlyfreespeech",
    lexicon: "nfsn",
    start: (now) => startNearlyfreespeech({ now }),
    settings: { login: nfsnLogin, apiKey: new Secret(nfsnKey), domains: ["example.net"] },
    login: user(nfsnLogin),
    secret: nfsnKey,
  },
  {
    id: "ns1",
    lexicon: "nsone",
    start: startNs1,
    settings: { apiKey: new Secret(ns1Token) },
    login: token,
    secret: ns1Token,
  },
  {
    id: "ovh",
    start: () => startOvh(),
    settings: {
      applicationKey: ovhAccount.applicationKey,
      applicationSecret: new Secret(ovhAccount.applicationSecret),
      consumerKey: new Secret(ovhAccount.consumerKey),
    },
    login: (secret) => ({
      auth_entrypoint: "ovh-eu",
      auth_application_key: ovhAccount.applicationKey,
      auth_application_secret: secret,
      auth_consumer_key: ovhAccount.consumerKey,
    }),
    secret: ovhAccount.applicationSecret,
  },
  {
    id: "porkbun",
    start: startPorkbun,
    settings: { apiKey: new Secret(porkbunApiKey), secretKey: new Secret(porkbunSecretKey) },
    login: (secret) => ({ auth_key: porkbunApiKey, auth_secret: secret }),
    secret: porkbunSecretKey,
  },
  {
    id: "route53",
    start: (now) => startRoute53({ now }),
    settings: { accessKeyId: route53KeyId, secretAccessKey: new Secret(route53Secret) },
    login: (secret) => ({ auth_access_key: route53KeyId, auth_access_secret: secret }),
    secret: route53Secret,
  },
  {
    id: "scaleway",
    start: startScaleway,
    settings: { secretKey: new Secret(scalewayToken) },
    login: (secret) => ({ auth_secret_key: secret }),
    secret: scalewayToken,
  },
  {
    id: "vercel",
    start: () => startVercel(null),
    settings: { token: new Secret(vercelToken) },
    login: token,
    secret: vercelToken,
  },
  { id: "vultr", start: startVultr, settings: { apiKey: new Secret(vultrToken) }, login: token, secret: vultrToken },
];
