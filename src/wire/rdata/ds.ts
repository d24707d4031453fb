import { type DsForm, dsForm } from "./ds-form.ts";
import type { RdataType } from "./rdata-type.ts";

/** Which key signs a child zone: stands in the parent, at the cut. RFC 4034 §5 */
export const ds: RdataType<DsForm> = dsForm("DS");
