import type { AgentEvent } from "../core/agent-journal.ts";
import { Duration } from "../core/duration.ts";
import { bilingual } from "../core/language.ts";
import { type Log, logEvent, type LogEvent } from "../core/log.ts";
import { parseTargetId } from "../core/target-id.ts";
import { describeDuration } from "../text/time.ts";
import type { NotVerifiedReason } from "./verification.ts";
import { notVerifiedReasons } from "./verification.text.ts";

/** One line of log for everything that happens to a target. */

/** What every line names. */
interface About {
  readonly owner: string;
  readonly type: string;
  readonly provider: string;
  readonly [field: string]: unknown;
}

type Values = About & { readonly before: string | undefined; readonly after: string };
type Trouble = About & { readonly code: string; readonly detail: string; readonly waitMs: Duration | undefined };

const updated: LogEvent<Values> = logEvent(
  "info",
  "reconcile.updated",
  bilingual({
    en: ({ owner, type, provider, before, after }) =>
      after === ""
        ? `Withdrew the ${type} records of ${owner} at ${provider}${before === undefined ? "" : `; they were ${before}`}`
        : `Updated the ${type} records of ${owner} at ${provider} to ${after}${before === undefined || before === "" ? "" : `; they were ${before}`}`,
    "zh-CN": ({ owner, type, provider, before, after }) =>
      after === ""
        ? `已在 ${provider} 撤下 ${owner} 的 ${type} 解析记录${before === undefined ? "" : `（原为 ${before}）`}`
        : `已在 ${provider} 将 ${owner} 的 ${type} 解析记录更新为 ${after}${before === undefined || before === "" ? "" : `（原为 ${before}）`}`,
  }),
);

const unchanged: LogEvent<Values> = logEvent(
  "debug",
  "reconcile.unchanged",
  bilingual({
    en: ({ owner, type, provider, after }) =>
      after === ""
        ? `${owner} has no ${type} records at ${provider}, as it should`
        : `The ${type} records of ${owner} at ${provider} are ${after}, as they should`,
    "zh-CN": ({ owner, type, provider, after }) =>
      after === ""
        ? `${owner} 在 ${provider} 没有 ${type} 解析记录，符合预期`
        : `${owner} 在 ${provider} 的 ${type} 解析记录为 ${after}，符合预期`,
  }),
);

const rejected: LogEvent<Trouble> = logEvent(
  "error",
  "reconcile.rejected",
  bilingual({
    en: ({ owner, type, provider, code, detail }) =>
      `${provider} refuses the ${type} records of ${owner} (${code}${detail === "" ? "" : `: ${detail}`}); not trying again until the configuration changes or "holdfast retry" asks for it`,
    "zh-CN": ({ owner, type, provider, code, detail }) =>
      `${provider} 拒绝处理 ${owner} 的 ${type} 解析记录（${code}${detail === "" ? "" : `：${detail}`}）；在修改配置或执行“holdfast retry”之前不再尝试`,
  }),
);

const failed: LogEvent<Trouble> = logEvent(
  "warn",
  "reconcile.failed",
  bilingual({
    en: ({ owner, type, provider, code, detail, waitMs }) =>
      `Failed to update the ${type} records of ${owner} at ${provider} (${code}${detail === "" ? "" : `: ${detail}`}); trying again ${waitMs === undefined ? "now" : `in ${describeDuration(waitMs, "en")}`}`,
    "zh-CN": ({ owner, type, provider, code, detail, waitMs }) =>
      `未能在 ${provider} 更新 ${owner} 的 ${type} 解析记录（${code}${detail === "" ? "" : `：${detail}`}）；${waitMs === undefined ? "立即" : `${describeDuration(waitMs, "zh-CN")}后`}重试`,
  }),
);

const unconfirmed: LogEvent<Trouble> = logEvent(
  "warn",
  "reconcile.unconfirmed",
  bilingual({
    en: ({ owner, type, provider, code, detail, waitMs }) =>
      `Could not confirm the ${type} update of ${owner} at ${provider} (${code}${detail === "" ? "" : `: ${detail}`}); reading it back ${waitMs === undefined ? "now" : `in ${describeDuration(waitMs, "en")}`}`,
    "zh-CN": ({ owner, type, provider, code, detail, waitMs }) =>
      `无法确认 ${provider} 上 ${owner} 的 ${type} 更新是否生效（${code}${detail === "" ? "" : `：${detail}`}）；${waitMs === undefined ? "立即" : `${describeDuration(waitMs, "zh-CN")}后`}回读确认`,
  }),
);

const verified: LogEvent<About & { readonly servers: number; readonly tookMs: Duration }> = logEvent(
  "info",
  "reconcile.verified",
  bilingual({
    en: ({ owner, type, servers, tookMs }) =>
      `${servers === 1 ? "The authoritative server answers" : `All ${servers} authoritative servers asked answer`} with the ${type} records of ${owner}, after ${describeDuration(tookMs, "en")}`,
    "zh-CN": ({ owner, type, servers, tookMs }) =>
      `${servers === 1 ? "权威服务器已返回" : `已询问的 ${servers} 个权威服务器均返回`} ${owner} 的 ${type} 解析记录，用时 ${describeDuration(tookMs, "zh-CN")}`,
  }),
);

const notVerified: LogEvent<About & { readonly reason: NotVerifiedReason; readonly detail: string }> = logEvent(
  "warn",
  "reconcile.not-verified",
  bilingual({
    en: ({ owner, type, reason, detail }) =>
      `Not verified in DNS: the ${type} records of ${owner}. ${notVerifiedReasons.en[reason]}${detail === "" ? "" : ` (${detail})`}`,
    "zh-CN": ({ owner, type, reason, detail }) =>
      `${owner} 的 ${type} 解析记录未通过 DNS 核实。${notVerifiedReasons["zh-CN"][reason]}${detail === "" ? "" : `（${detail}）`}`,
  }),
);

const masked: LogEvent<About> = logEvent(
  "debug",
  "reconcile.masked",
  bilingual({
    en: ({ owner, type, provider }) =>
      `The ${type} records of ${owner} stand behind a proxy of ${provider}, so DNS cannot be compared with them`,
    "zh-CN": ({ owner, type, provider }) =>
      `${owner} 的 ${type} 解析记录由 ${provider} 的代理遮蔽，无法与 DNS 应答比较`,
  }),
);

/** Logs what happened to a target; events of other subjects are logged by those who know them. */
export function logTargetEvent(log: Log, event: AgentEvent): void {
  if (!("target" in event)) return;
  const parts = parseTargetId(event.target);
  const about: About = {
    owner: parts?.owner.hostname ?? event.target,
    type: parts?.type ?? "",
    provider: parts?.providerKey ?? "",
  };
  switch (event.kind) {
    case "updated":
    case "unchanged": {
      const values = { ...about, before: event.before?.join(", "), after: event.after.join(", ") };
      log.write(event.kind === "updated" ? updated : unchanged, values);
      return;
    }
    case "rejected":
    case "failed":
    case "unconfirmed": {
      const { kind, code, detail, retryAt, at } = event;
      const waitMs = retryAt === undefined ? undefined : wholeSeconds(retryAt - at);
      const line = { rejected, failed, unconfirmed }[kind];
      log.write(line, { ...about, code, detail, waitMs });
      return;
    }
    case "verified": {
      const { servers, took } = event;
      log.write(verified, { ...about, servers: servers.length, tookMs: took });
      return;
    }
    case "not-verified": {
      const { reason, detail } = event;
      if (reason === "masked-by-provider") log.write(masked, about);
      else log.write(notVerified, { ...about, reason, detail });
      return;
    }
  }
}

/** Whole seconds: nobody waits for milliseconds. */
function wholeSeconds(ms: number): Duration {
  return Duration.seconds(Math.max(1, Math.round(ms / 1_000)));
}
