/** How a command ends, as the shell sees it. The numbers are stable: scripts and schedulers act on them. */
export const exitStatus: {
  readonly done: 0;
  readonly failed: 1;
  /** The command line itself is wrong; nothing was attempted. */
  readonly usage: 2;
  /** A remote refused for good; trying again will not help. */
  readonly rejected: 3;
  /** It may work later. */
  readonly temporary: 4;
} = { done: 0, failed: 1, usage: 2, rejected: 3, temporary: 4 };

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
