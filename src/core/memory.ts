/** Memory as a parameter: what a process may give back when it knows that it does not need it for a while. */
export interface Memory {
  /**
   * Gives up what can be had again: garbage, compiled code, and pages of the executable. What runs next is slower by
   * some milliseconds, so this is for processes that wait.
   */
  giveBack(): void;
}
