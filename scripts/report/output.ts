import type { Rule } from '../rules/types.ts';
import type { CheckResult } from './diagnostic.ts';

export interface OutputContext {
  /** A person looks at it, and wants colours. */
  readonly colour: boolean;
  /** What found it: `check`, `drift`. */
  readonly command: string;
  /** All that a finding can be of. */
  readonly rules: readonly Pick<Rule, 'id' | 'severity' | 'summary'>[];
}

/** An output of `check`: a file of outputs/ that exports it as `output`. */
export interface Output {
  /** A forge reads paths from the checkout's root on; whoever else from where he stands. */
  readonly fromCheckout?: boolean;
  readonly format: (results: readonly CheckResult[], context: OutputContext) => string;
}
