import { type DsForm, dsForm } from "./ds-form.ts";
import type { RdataType } from "./rdata-type.ts";

/** The DS record a child wants its parent to have; `0 0 0 00` asks for none. RFC 7344 §3.1, RFC 8078 §4 */
export const cds: RdataType<DsForm> = dsForm("CDS");
