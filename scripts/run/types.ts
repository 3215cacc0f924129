export interface RunFinding {
  readonly kind: 'sql' | 'types';
  readonly block: string;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly detail?: string;
  readonly origin: 'changes' | 'schema' | 'script';
}

export interface RunReport {
  readonly findings: readonly RunFinding[];
  readonly ran: readonly string[];
  readonly notRun: readonly { readonly what: string; readonly why: string; readonly how?: string }[];
}
