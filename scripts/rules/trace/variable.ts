import type { Span } from '../../markdown/types.ts';
import { near } from '../../spec/near.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { SERVICE_PARTS } from '../../spec/format.ts';
import { given, type Prose, type RowOf, type Section7, type Service } from '../../spec/model.ts';
import { matchesOf } from '../matches.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

type CredentialRow = RowOf<(typeof SERVICE_PARTS)['authentication']['fields']['credentials']['kind']>;

interface Definition {
  readonly service: Service;
  readonly row: CredentialRow;
}

/** A name that says it is a credential or an address of one: provider's error codes (`RATE_LIMIT_EXCEEDED`) are none. */
const NAME = /(?<![\w$.-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,5}_(?:KEYS?|SECRETS?|TOKENS?|PASSWORDS?|DSN|CLIENT_ID|KEY_ID|CREDENTIALS)(?![\w-])/g;
/** How each such name goes on. */
const ENDING = /_(?:KEY|SECRET|TOKEN|PASSWORD|DSN|CLIENT_ID|CREDENTIALS)/g;
/** In code a name is a variable because it is read from the environment, whatever it is called. */
const READ = /(?:\bprocess\.env(?:\.|\[['"])|\bos\.environ(?:\.get\(|\[)['"]|\bENV(?:\.fetch\(|\[)['"]|\bgetenv\(['"])([A-Z][A-Z0-9_]{2,60})/g;

export const variable: Rule = {
  id: 'trace/variable',
  severity: 'error',
  summary: 'A variable has one row that says where it is kept and when it is rotated; a name without a row is set by nobody.',
  *check({ spec, project }) {
    const defined = new Map<string, Definition>();
    for (const service of spec.services) {
      const rows = valueOf(given(service.parts, 'authentication')?.credentials) ?? [];
      for (const row of rows) {
        for (const name of valueOf(row.variable) ?? []) {
          const first = defined.get(name);
          if (!first) defined.set(name, { service, row });
          else yield* contradiction(name, first, row);
        }
      }
    }
    if (defined.size === 0) return;
    // The documents are only searched for variables when one is missing here.
    for (const finding of undefinedUses(spec, defined)) if (finding.needed || !project?.variables.some((v) => v.text === finding.name)) yield finding;
  },
};

function* contradiction(name: string, { service, row: first }: Definition, row: CredentialRow): Iterable<Finding> {
  const differs = (['kept', 'rotation'] as const).find((key) => (valueOf(first[key]) ?? '') !== (valueOf(row[key]) ?? ''));
  if (!differs) return;
  const [stated, expected] = [row, first].map((each) => valueOf(each[differs]) ?? '');
  yield { at: row.at, message: `Unexpected second row for ${name} with another ${differs === 'kept' ? 'store' : differs}: "${stated}", expected "${expected}" as in ${service.number}.2`, advice: 'Define a variable once, and say "see" where another service uses it.', related: [{ message: 'the first row', at: first.at }] };
}

/** Variables that another table of the section defines: a column is headed by what it holds. */
function* tabled(spec: Section7): Iterable<string> {
  for (const run of runsWith(spec.prose, /[A-Z][A-Z0-9_]{2}/g)) {
    if (run.column !== null && /^(?:environment )?(?:variables?|umgebungsvariablen?)$/i.test(run.column)) for (const [name] of run.text.matchAll(/[A-Z][A-Z0-9_]{2,60}/g)) yield name;
  }
}

/** Names in use that no table defines. Only names that begin like a defined one: others are constants of a provider. */
function* undefinedUses(spec: Section7, defined: ReadonlyMap<string, Definition>): Iterable<Finding & { readonly name: string; readonly needed: boolean }> {
  let tables: { readonly known: ReadonlySet<string>; readonly prefixes: ReadonlySet<string> } | undefined;
  // Other tables are only read where a name is in none of the services' own.
  const inTables = () => {
    const known = new Set([...defined.keys(), ...tabled(spec)]);
    return { known, prefixes: new Set([...known].map(prefixOf)) };
  };
  const reported = new Set<string>();
  const finding = (name: string, at: () => Span, needed = false) => {
    if (defined.has(name)) return [];
    const { known } = (tables ??= inTables());
    if (known.has(name) || reported.has(name)) return [];
    reported.add(name);
    const meant = near(name, [...known]);
    return [{ name, needed, at: at(), message: `Unexpected variable ${name}: no table defines it${meant === null ? '' : `, did you mean ${meant}?`}`, advice: 'Add its row to "Required Credentials", or use the name that is defined.' }];
  };
  // The key of a webhook is ours to keep: that the documents name it too does not say where it is kept.
  const isKey = ({ part, column }: Prose) => part === 'webhook' && column !== null && /^key$/i.test(column);
  const naming = runsWith(spec.prose, ENDING);
  for (const run of [...naming.filter(isKey), ...naming]) {
    for (const { 0: name, index } of matchesOf(NAME, run.text)) {
      if (defined.has(name) || !(tables ??= inTables()).prefixes.has(prefixOf(name)) || isProposed(run.text, index)) continue;
      yield* finding(name, () => spanIn(run, index, index + name.length), isKey(run));
    }
  }
  for (const { block } of spec.code) for (const [, name] of block.text.matchAll(READ)) yield* finding(name!, () => block.textAt);
}

/** "Proposed as `X_API_KEY`", "would be better": it is not in use. */
function isProposed(text: string, index: number): boolean {
  const start = Math.max(text.lastIndexOf('. ', index), text.lastIndexOf('; ', index), index - 300) + 1;
  return /\b(?:proposed|proposal|propose|would be|vorgeschlagen|Vorschlag|wäre)\b/i.test(text.slice(start, index));
}

const prefixOf = (name: string) => name.slice(0, name.indexOf('_') + 1);
