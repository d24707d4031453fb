import { dns } from "./dns.ts";
import type { Question } from "./harness/question.ts";

/** All questions, in the order they are asked. */
export const questions: readonly Question[] = [dns];
