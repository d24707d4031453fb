import type { RdataType } from "./rdata-type.ts";
import { type SvcbForm, svcbForm } from "./svcb-form.ts";

/** Where and how to reach the owner's web server. RFC 9460 §9 */
export const https: RdataType<SvcbForm> = svcbForm("HTTPS");
