/** Where a piece of code stops being its language. */
export interface Fault {
  /** Offset in the code; its length for what is missing at the end. */
  readonly at: number;
  /** What stands there, where the word or sign itself does not say it. */
  readonly found?: string;
  readonly expected: string;
}

/** Judges a whole fence. Some parsers are asynchronous; none of them runs anything. */
export type CodeReader = (code: string) => Fault | null | Promise<Fault | null>;
