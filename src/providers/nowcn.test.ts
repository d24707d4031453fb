import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { todaynicSubject } from "../../test/conformance/todaynic.ts";
import { provider } from "./nowcn.ts";

conformsAsHttpZoneApi(todaynicSubject(provider, "api.now.cn"));
