import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { bilingual } from "../core/language.ts";
import type { ProviderPorts, ProviderZone, ReadFailure, ZoneApi } from "../core/provider.ts";
import type { Result } from "../core/result.ts";
import { addressType } from "../core/rrset.ts";
import { type AccountSurvey, surveyAccount, type SurveyLimits, type SurveyStep } from "../reconcile/account-survey.ts";
import { counted } from "../text/plural.ts";
import type { Account } from "./provider-account.ts";

/** A survey as commands make it: with an end, and with a word to whoever waits for long. */

/** Most services answer within it. */
const patience = Duration.seconds(3);

const texts = bilingual({
  en: {
    zones: (label: string, answers: number) =>
      `Asking ${label} for its zones; ${counted(answers, "answer")} so far ...\n`,
    name: (label: string, name: string, ordinal: number, of: number) =>
      `Asking ${label} for ${name} (${ordinal} of ${of}) ...\n`,
    credentials: (label: string) => `Asking ${label} what the credentials may do ...\n`,
  },
  "zh-CN": {
    zones: (label: string, answers: number) => `正在向 ${label} 查询区域，已收到 ${answers} 个应答……\n`,
    name: (label: string, name: string, ordinal: number, of: number) =>
      `正在向 ${label} 查询 ${name}（第 ${ordinal} 个，共 ${of} 个）……\n`,
    credentials: (label: string) => `正在向 ${label} 查询凭据的权限……\n`,
  },
});

/** Undefined for services that are only told, and cannot be asked. */
export function surveyOf(account: Account, limit: Duration): Promise<AccountSurvey | undefined> {
  const sampleType = addressType(account.declaration.families[0] ?? "ipv4");
  return asking(account, limit, (api, { signal, onStep }) =>
    surveyAccount(api, account.names, { sampleType, signal, onStep }),
  );
}

/** The zones alone; undefined as above. */
export function zonesOf(
  account: Account,
  limit: Duration,
): Promise<Result<readonly ProviderZone[], ReadFailure> | undefined> {
  return asking(account, limit, (api, { signal }) => api.zones(signal));
}

async function asking<T>(
  account: Account,
  limit: Duration,
  ask: (api: ZoneApi, limits: Pick<SurveyLimits, "signal" | "onStep">) => Promise<T>,
): Promise<T | undefined> {
  const { declaration, settings, authorities, context } = account;
  if (declaration.kind === "push") return undefined;
  const log = context.edge.createLog({ level: "warn", format: "pretty" }, context.language);
  const { network, clock } = (await context.edge.createPorts(log)).trusting(authorities);
  const waiting = new Waiting(account, clock);
  const end = new AbortController();
  const timer = clock.after(limit, () => end.abort());
  try {
    const api = declaration.connect(settings, waiting.counting(network));
    if (api.kind === "push") return undefined;
    return await ask(api, { signal: end.signal, onStep: (step) => waiting.onStep(step) });
  } finally {
    timer.cancel();
    waiting.stop();
  }
}

/** Says what is being done when it takes long, and again when it still is. */
class Waiting {
  readonly #account: Account;
  readonly #clock: Clock;
  #step: SurveyStep = { kind: "zones" };
  #answers = 0;
  #timer: Timer;

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
    this.#timer = clock.after(patience, () => this.#tell());
  }

  /** The same ports, whose answers are counted. */
  counting(ports: ProviderPorts): ProviderPorts {
    const send: ProviderPorts["http"]["send"] = async (request) => {
      const response = await ports.http.send(request);
      this.#answers += 1;
      return response;
    };
    return { ...ports, http: { send } };
  }

  onStep(step: SurveyStep): void {
    this.#step = step;
  }

  stop(): void {
    this.#timer.cancel();
  }

  #tell(): void {
    const { context, declaration } = this.#account;
    const said = texts[context.language];
    const { label } = declaration;
    const step = this.#step;
    context.stderr(
      step.kind === "zones"
        ? said.zones(label, this.#answers)
        : step.kind === "name"
          ? said.name(label, step.owner.hostname, step.ordinal, step.of)
          : said.credentials(label),
    );
    this.#timer = this.#clock.after(patience, () => this.#tell());
  }
}
