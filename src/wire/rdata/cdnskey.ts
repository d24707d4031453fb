import { type DnskeyForm, dnskeyForm } from "./dnskey-form.ts";
import type { RdataType } from "./rdata-type.ts";

/** The key a child wants its parent's DS made of; `0 3 0 AA==` asks for none. RFC 7344 §3.2, RFC 8078 §4 */
export const cdnskey: RdataType<DnskeyForm> = dnskeyForm("CDNSKEY");
