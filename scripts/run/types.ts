/** A fenced block: findings give offsets into `text`. */
export interface CodeBlock {
  readonly id: string;
  readonly text: string;
  readonly language: string;
}

export interface NamedPackage {
  readonly name: string;
  readonly version?: string | undefined;
}

export interface RunInput {
  /** SQL of Section 5 in document order. */
  readonly schema: readonly CodeBlock[];
  /** SQL of Section 7's 7.E in document order. */
  readonly changes: readonly CodeBlock[];
  /** Script fences of Section 7; each is a file of its own. */
  readonly scripts: readonly CodeBlock[];
  /** Packages of npm that Section 7 names. */
  readonly packages: readonly NamedPackage[];
  /** Folders that may hold node_modules, in order; absolute. */
  readonly roots: readonly string[];
  /** Dialect of fences that say `sql` only; PostgreSQL where it is left out. */
  readonly dialect?: string | undefined;
  /** Tables and schemas that Section 5 describes otherwise than in SQL: that they are missing is no fault. */
  readonly described?: readonly string[] | undefined;
}

/** `changes` and `script`: a fault of Section 7. `schema`: one that Section 5 had before. */
export type Origin = 'changes' | 'schema' | 'script';

export interface RunFinding {
  readonly kind: 'sql' | 'types';
  readonly origin: Origin;
  readonly block: string;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly detail?: string | undefined;
}

export interface NotRun {
  readonly what: string;
  readonly why: string;
  /** What the user can do about it. */
  readonly how?: string | undefined;
}

export interface RunReport {
  readonly findings: readonly RunFinding[];
  /** One line for each thing that ran, with versions. */
  readonly ran: readonly string[];
  readonly notRun: readonly NotRun[];
}

export interface Limits {
  /** Of processor time for each process, its start apart; three times as much on the clock. */
  readonly seconds?: number;
  /** Of each of the processes. */
  readonly megabytes?: number;
  /** The program of the processes; the bundle's own where it is left out. */
  readonly program?: string;
}

/** What a process is asked to do. Folders are real paths. */
export type Job =
  | {
      readonly task: 'postgres';
      readonly folder: string;
      readonly root: string;
      readonly version: string;
      readonly schema: readonly CodeBlock[];
      readonly changes: readonly CodeBlock[];
      readonly described: readonly string[];
    }
  | {
      readonly task: 'sqlite';
      readonly schema: readonly CodeBlock[];
      readonly changes: readonly CodeBlock[];
      readonly described: readonly string[];
    }
  | {
      readonly task: 'scripts';
      readonly folder: string;
      readonly roots: readonly string[];
      readonly nodeTypes: boolean;
      readonly scripts: readonly CodeBlock[];
      readonly packages: readonly NamedPackage[];
    };

/** What a process says while it works. `step` comes before each piece of work that may not end. */
export type Message =
  | { readonly type: 'ready' }
  | { readonly type: 'step'; readonly what: string; readonly left: number }
  | { readonly type: 'finding'; readonly finding: RunFinding }
  | { readonly type: 'ran'; readonly line: string }
  | { readonly type: 'not-run'; readonly notRun: NotRun }
  | { readonly type: 'done' };

export type Emit = (message: Message) => void;

/** Of a process: seconds of the processor and of the clock, for its start and for its work. */
export interface Bounds {
  readonly bytes: number;
  readonly start: { readonly cpu: number; readonly clock: number };
  readonly work: { readonly cpu: number; readonly clock: number };
}
