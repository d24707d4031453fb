import { type DnskeyForm, dnskeyForm } from "./dnskey-form.ts";
import type { RdataType } from "./rdata-type.ts";

/** A public key the zone is signed with. RFC 4034 §2 */
export const dnskey: RdataType<DnskeyForm> = dnskeyForm("DNSKEY");
