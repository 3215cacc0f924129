import type { Span } from '../../markdown/types.ts';
import type { Row, Section7 } from '../../spec/model.ts';
import { codeSpansOf } from './spans.ts';
import { rowsOf } from './tables.ts';
import { matchesIn } from './text.ts';

export interface Variable {
  readonly name: string;
  readonly at: Span;
}

/** `STRIPE_SECRET_KEY`; a single word in capitals is an acronym. */
const NAME = /(?<![\p{L}\p{N}_$-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}(?![\p{L}\p{N}_*])/gu;

/** Names of variables in a cell, in code spans or not. */
export const variablesIn = (piece: Parameters<typeof matchesIn>[0]): Variable[] =>
  matchesIn(piece, NAME).map(({ text, at }) => ({ name: text, at }));

export interface Definition extends Variable {
  readonly row: Row<'credentials'>;
}

/** Variables with a row of their own in a table of credentials, in order. */
export function definitionsOf(section: Section7): Definition[] {
  return rowsOf(section, 'credentials').flatMap(({ row }) =>
    row.cells.variable ? variablesIn(row.cells.variable.piece).map((variable) => ({ ...variable, row })) : [],
  );
}

/** Names that a service without such a table introduces in its own section: it says there where they are kept. */
export function introducedIn(section: Section7): Set<string> {
  const tabled = new Set(section.tables.flatMap(({ kind, service }) => (kind === 'credentials' ? [service] : [])));
  return new Set(
    writtenIn(section).flatMap(({ name, run }) => (run.service !== null && !tabled.has(run.service) ? [name] : [])),
  );
}

/** Reading the environment, as the languages of the field do it. */
const READ = new RegExp(
  `(?:${[
    String.raw`process\.env(?:\.|\[['"])`,
    String.raw`import\.meta\.env\.`,
    String.raw`os\.environ(?:\.get\(|\[)['"]`,
    String.raw`ENV(?:\.fetch\(|\[)['"]`,
    String.raw`(?:[Gg]et_?[Ee]nv|LookupEnv|env|GetEnvironmentVariable|Deno\.env\.get)\(['"]`,
  ]
    .map((way) => String.raw`(?<![\w$])${way}`)
    .join('|')})([A-Z][A-Z0-9_]{2,60})(?![w$])`,
  'g',
);

/** What code reads from the environment is a variable, whatever it is called. */
export function readsOf({ code }: Section7): Variable[] {
  return code.flatMap(({ block }) =>
    [...block.text.matchAll(READ)].map(([, name]) => ({ name: name!, at: placeOf(block, name!) })),
  );
}

/** The name where the code first has it; a fence in a quote or list is found as a whole. */
function placeOf({ text, textAt }: Section7['code'][number]['block'], name: string): Span {
  const start = textAt.start + text.indexOf(name);
  return text.length === textAt.end - textAt.start ? { start, end: start + name.length } : textAt;
}

/** Names of variables in code spans of texts, with what stands around the name: `STRIPE_KEY=sk_…` too. */
export function writtenIn(section: Section7): (Variable & { readonly run: Section7['runs'][number] })[] {
  return codeSpansOf(section).flatMap(({ text, at, run }) =>
    [...text.matchAll(NAME)].map(({ 0: name, index }) => ({
      name,
      run,
      at: { start: at.start + index, end: at.start + index + name.length },
    })),
  );
}
