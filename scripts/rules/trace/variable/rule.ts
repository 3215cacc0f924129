import { distance, near } from '../../../spec/near.ts';
import { isBelow } from '../../shared/spans.ts';
import { didYouMean } from '../../shared/text.ts';
import { rowsOf, textOf } from '../../shared/tables.ts';
import {
  definitionsOf,
  introducedIn,
  readsOf,
  variablesIn,
  writtenIn,
  type Definition,
  type Variable,
} from '../../shared/variables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

/** Set by the platform, or not a secret of any integration. */
const COMMON =
  /^(?:NODE_ENV|PORT|HOST|HOSTNAME|HOME|PATH|PWD|USER|CI|TZ|TMPDIR|LOG_LEVEL|DATABASE_URL|DB_URL|REDIS_URL|PG[A-Z]+)$/;
/**
 * Endings by which a name is a credential or an address of one; what vendors call their own has others:
 * `RATE_LIMIT_EXCEEDED`.
 */
const CREDENTIAL =
  /_(?:KEYS?|SECRETS?|TOKENS?|PASS(?:WORD|PHRASE)|CREDENTIALS?|DSN|URLS?|USER(?:NAME)?|(?:CLIENT|KEY|ACCOUNT)_ID|PEM)$/;

export const rule: Rule = {
  id: 'trace/variable',
  severity: 'error',
  summary:
    'A variable has one row that says where it is kept and when it is rotated; a name without a row is set by nobody.',
  *check(input) {
    const definitions = definitionsOf(input.section);
    if (definitions.length === 0) return;
    yield* contradictions(definitions);
    yield* misspelt(input, definitions);
    const known = knownIn(input, definitions);
    const prefixes = new Set(definitions.map(({ name }) => prefixOf(name)));
    const declared = new Set(
      input.section.code.flatMap(({ block }) => block.text.match(/[A-Z][A-Z0-9_]{2,100}/g) ?? []),
    );
    const reads = readsOf(input.section);
    const read = new Set(reads.map(({ name }) => name));
    // A constant of the code, `MAX_WAIT = …`, is no variable; what code reads from the environment is one. A decision
    // or a correction quotes the name that is not used.
    const written = writtenIn(input.section).filter(
      ({ name, run }) =>
        prefixes.has(prefixOf(name)) &&
        CREDENTIAL.test(name) &&
        (read.has(name) || !declared.has(name)) &&
        !isBelow(run.section, '7.0'),
    );
    const reported = new Set<string>();
    for (const variable of [...reads, ...written]) {
      if (known.has(variable.name) || COMMON.test(variable.name) || reported.has(variable.name)) continue;
      reported.add(variable.name);
      yield missing(variable, known);
    }
  },
};

const prefixOf = (name: string) => name.slice(0, name.indexOf('_') + 1);

/**
 * With a row, in 7.O.2, as a switch, in a table of the writer's own that is headed by variables, in a service
 * without a table, or in the documents.
 */
function knownIn({ section, project }: RuleInput, definitions: readonly Definition[]): Set<string> {
  const cells = [
    ...rowsOf(section, 'rotation').flatMap(({ row }) => row.cells.secret ?? []),
    ...rowsOf(section, 'switches').flatMap(({ row }) => row.cells.switch ?? []),
    ...section.runs.filter(
      ({ table, column }) => table === null && column !== null && /variable|setting/i.test(column),
    ),
  ];
  const named = [...definitions, ...cells.flatMap(({ piece }) => variablesIn(piece))].map(({ name }) => name);
  return new Set([...named, ...introducedIn(section), ...(project?.variables ?? []).map(({ text }) => text)]);
}

function missing({ name, at }: Variable, known: ReadonlySet<string>): Finding {
  const meant = near(name, [...known].slice(0, 500));
  return {
    at,
    message: `Unexpected variable ${name}, which has no row in a table of credentials${didYouMean(meant)}`,
    advice: 'Write its row: kind and rights, where it is kept, rotation. Or use the name that has one.',
  };
}

/**
 * A row in 7.O.2, or a row of credentials that nobody else names, which is one or two letters away from the name
 * that others use.
 */
function* misspelt({ section, project }: RuleInput, definitions: readonly Definition[]): Iterable<Finding> {
  const own = new Set([...definitions.map(({ name }) => name), ...introducedIn(section)]);
  const documents = new Set(project?.variables.map(({ text }) => text));
  const rotated = rowsOf(section, 'rotation').flatMap(({ row }) =>
    row.cells.secret ? variablesIn(row.cells.secret.piece) : [],
  );
  if (own.size + documents.size > 1000) return;
  for (const { name, at } of [...rotated.filter((variable) => !own.has(variable.name)), ...definitions]) {
    if (documents.has(name)) continue;
    const meant = [...(own.has(name) ? [...documents].filter((other) => !own.has(other)) : own)].find((other) =>
      isMisspelt(name, other),
    );
    if (meant !== undefined)
      yield {
        at,
        message: `Unexpected variable ${name}, expected ${meant} as elsewhere`,
        advice: 'Use one name everywhere.',
      };
  }
}

/** `ADYEN_APIKEY` for `ADYEN_API_KEY`; a number at the end, or one more word, makes another name. */
const isMisspelt = (name: string, other: string) =>
  !/\d$/.test(name + other) && name.length > 8 && distance(name.replaceAll('_', ''), other.replaceAll('_', ''), 1) < 2;

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{N}+|\p{L}{2,}/gu));
const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((word) => b.has(word));

/** Stores that have no word in common; two numbers of one unit. Everything else may be two spellings of one thing. */
const CONTRADICTS = {
  kept: (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size > 0 && b.size > 0 && common(a, b).length === 0,
  rotation(a: ReadonlySet<string>, b: ReadonlySet<string>) {
    const both = common(a, b);
    const hasNumber = (words: ReadonlySet<string>) => [...words].some((word) => /^\p{N}/u.test(word));
    return hasNumber(a) && hasNumber(b) && both.length > 0 && !hasNumber(new Set(both));
  },
};

/** Two rows for one variable that contradict each other. */
function* contradictions(definitions: readonly Definition[]): Iterable<Finding> {
  const rows = new Map<string, Definition>();
  for (const definition of definitions) {
    const { name, row } = definition;
    const first = rows.get(name);
    if (!first) rows.set(name, definition);
    if (!first || /(?<!\d)7\.[A-Z0-9]|\b(?:same|see)\b/i.test(textOf(row))) continue;
    for (const key of ['kept', 'rotation'] as const) {
      const [mine, theirs] = [row.cells[key], first.row.cells[key]];
      if (!mine || !theirs || !CONTRADICTS[key](wordsOf(mine.text), wordsOf(theirs.text))) continue;
      const what = key === 'kept' ? 'store' : key;
      yield {
        at: mine.at,
        message: `Unexpected ${what} "${mine.text}" for ${name}, expected "${theirs.text}" as in its first row`,
        severity: 'warning',
        related: [{ message: 'the first row', at: first.row.at }],
      };
    }
  }
}
