import { catalogue } from "./catalogue.ts";
import { day } from "./day.ts";
import { churn } from "./churn.ts";
import { dns, dnsMillion } from "./dns.ts";
import { idle } from "./idle.ts";
import { start } from "./start.ts";
import { threads } from "./threads.ts";
import { truth } from "./truth.ts";
import { updates } from "./updates.ts";
import { visible } from "./visible.ts";
import type { Question } from "./harness/question.ts";

/** All questions, in the order they are asked. */
export const questions: readonly Question[] = [
  dns,
  dnsMillion,
  threads,
  churn,
  updates,
  visible,
  idle,
  catalogue,
  start,
  truth,
  day,
];
