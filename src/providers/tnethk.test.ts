import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { todaynicSubject } from "../../test/conformance/todaynic.ts";
import { provider } from "./tnethk.ts";

conformsAsHttpZoneApi(todaynicSubject(provider, "www.tnet.hk"));
