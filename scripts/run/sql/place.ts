import type { RunFinding } from '../types.ts';
import { fromCharacters, tokens, type Statement } from './split.ts';

/** What the database said of a statement; `at` counts from its start. */
export interface SqlFault {
  readonly code: string;
  readonly message: string;
  readonly at?: number | undefined;
  readonly detail?: string | undefined;
}

/** The fault of a statement that was run after `before` characters of ours. */
export function placeOf(error: unknown, sql: string, before: number): SqlFault {
  const { code, message, position, detail, hint } = (error ?? {}) as Record<string, unknown>;
  const at = Number(position ?? 0) > 0 ? fromCharacters(sql, Number(position) - 1) - before : undefined;
  const more = [detail, hint].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return { code: String(code ?? ''), message: String(message ?? error), at, detail: more || undefined };
}

export function findingOf({ block, origin, offset, text }: Statement, { message, at, detail }: SqlFault): RunFinding {
  const [start, end] = at === undefined ? named(text, `${message} ${detail ?? ''}`) : wordAt(text, at);
  return { kind: 'sql', origin, block, offset: offset + start, length: end - start, message, detail };
}

function wordAt(text: string, at: number): [number, number] {
  const start = Math.min(at, Math.max(0, text.length - 1));
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(start, start + 80))?.[0].length ?? 1;
  return [start, Math.min(start + word, text.length)];
}

/** Where the statement has a name that the message quotes: of most faults of definitions the place is not told. */
function named(text: string, message: string): [number, number] {
  const quoted = [...message.matchAll(/"([^"]+)"|\bfunction (\w+)\(/g)].map(([, name, fn]) =>
    (name ?? fn!).toLowerCase(),
  );
  const all = tokens(text).map((token) => ({
    ...token,
    name: token.text.replace(/^(["'])(.*)\1$/s, '$2').toLowerCase(),
  }));
  const found = quoted.map((name) => all.find((token) => token.name === name)).find((token) => token !== undefined);
  return found ? [found.start, found.end] : wordAt(text, 0);
}
