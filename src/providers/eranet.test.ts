import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { todaynicSubject } from "../../test/conformance/todaynic.ts";
import { provider } from "./eranet.ts";

conformsAsHttpZoneApi(todaynicSubject(provider, "www.eranet.com"));
