import type { RdataType } from "./rdata-type.ts";
import { type SvcbForm, svcbForm } from "./svcb-form.ts";

/** Where and how to reach a service of the owner. RFC 9460 §2 */
export const svcb: RdataType<SvcbForm> = svcbForm("SVCB");
