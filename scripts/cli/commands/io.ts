import { resolve } from 'node:path';
import type { UserError } from '../../project/user-error.ts';

/** All that a subcommand may touch of the outside world; tests and the MCP server pass their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Colours and progress only where a person looks. */
  readonly isTTY: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: () => Promise<Buffer>;
  /** ISO date, UTC. */
  readonly today: string;
  /** The caller is an agent, whatever the environment says: the MCP server's tools. */
  readonly isAgent?: boolean;
  /** Ends what would go on until the process is ended: `check --watch`. */
  readonly stop?: AbortSignal;
}

/**
 * A subcommand. Resolves to the exit status: 0 clean, 1 findings at or above the threshold, 2 could not run or nothing
 * matched.
 */
export interface Command {
  readonly summary: string;
  readonly help: string;
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

export { UserError } from '../../project/user-error.ts';

/** By name, because each bundle has a class of its own. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** Absolute path of the project: `--project DIR` relative to where the command was called, or the current directory. */
export function projectFolder(option: string | undefined, io: Io): string {
  return resolve(io.cwd, option ?? '.');
}
