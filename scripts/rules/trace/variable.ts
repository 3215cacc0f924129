import type { Span } from '../../markdown/types.ts';
import { near } from '../../spec/near.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Prose, Section7 } from '../../spec/model.ts';
import { matchesOf } from '../matches.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

interface Definition {
  readonly number: string;
  readonly kept: string;
  readonly rotation: string;
  readonly at: Span;
}

/** A name that says it is a credential or an address of one: provider's error codes (`RATE_LIMIT_EXCEEDED`) are none. */
const NAME = /(?<![\w$.-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,5}_(?:KEYS?|SECRETS?|TOKENS?|PASSWORDS?|DSN|CLIENT_ID|KEY_ID|CREDENTIALS)(?![\w-])/g;
/** In code a name is a variable because it is read from the environment, whatever it is called. */
const READ = /(?:\bprocess\.env(?:\.|\[['"])|\bos\.environ(?:\.get\(|\[)['"]|\bENV(?:\.fetch\(|\[)['"]|\bgetenv\(['"])([A-Z][A-Z0-9_]{2,60})/g;

export const variable: Rule = {
  id: 'trace/variable',
  severity: 'error',
  summary: 'A variable has one row that says where it is kept and when it is rotated; a name without a row is set by nobody.',
  *check({ spec, project }) {
    const defined = new Map<string, Definition>();
    for (const service of spec.services) {
      const part = service.parts.authentication;
      const rows = part?.state === 'given' ? (valueOf(part.fields.credentials) ?? []) : [];
      for (const row of rows) {
        const own: Definition = { number: `${service.number}.2`, kept: valueOf(row.kept) ?? '', rotation: valueOf(row.rotation) ?? '', at: row.at };
        for (const name of valueOf(row.variable) ?? []) {
          const first = defined.get(name);
          if (!first) defined.set(name, own);
          else if (first.kept !== own.kept || first.rotation !== own.rotation) yield contradiction(name, first, own);
        }
      }
    }
    if (defined.size === 0) return;
    const known = new Set([...defined.keys(), ...tabled(spec)]);
    // The documents are only searched for variables when one is missing here.
    for (const finding of undefinedUses(spec, known)) if (finding.needed || !project?.variables.some((v) => v.text === finding.name)) yield finding;
  },
};

function contradiction(name: string, first: Definition, own: Definition): Finding {
  const [what, stated, expected] = first.kept !== own.kept ? ['store', own.kept, first.kept] : ['rotation', own.rotation, first.rotation];
  return { at: own.at, message: `Unexpected second row for ${name} with another ${what}: "${stated}", expected "${expected}" as in ${first.number}`, advice: 'Define a variable once, and say "see" where another service uses it.', related: [{ message: 'the first row', at: first.at }] };
}

/** Variables that another table of the section defines: a column is headed by what it holds. */
function* tabled(spec: Section7): Iterable<string> {
  for (const run of runsWith(spec.prose, 'text', /[A-Z][A-Z0-9_]{2}/g)) {
    if (run.column !== null && /^(?:environment )?(?:variables?|umgebungsvariablen?)$/i.test(run.column)) for (const [name] of run.text.matchAll(/[A-Z][A-Z0-9_]{2,60}/g)) yield name;
  }
}

/** Names in use that no table defines. Only names that begin like a defined one: others are constants of a provider. */
function* undefinedUses(spec: Section7, known: ReadonlySet<string>): Iterable<Finding & { readonly name: string; readonly needed: boolean }> {
  const prefixes = new Set([...known].map(prefixOf));
  const reported = new Set<string>();
  const finding = (name: string, at: Span, needed = false) => {
    if (known.has(name) || reported.has(name)) return [];
    reported.add(name);
    const meant = near(name, [...known]);
    return [{ name, needed, at, message: `Unexpected variable ${name}: no table defines it${meant === null ? '' : `, did you mean ${meant}?`}`, advice: 'Add its row to "Required Credentials", or use the name that is defined.' }];
  };
  // The key of a webhook is ours to keep: that the documents name it too does not say where it is kept.
  const isKey = ({ part, column }: Prose) => part === 'webhook' && column !== null && /^key$/i.test(column);
  const naming = runsWith(spec.prose, 'text', NAME);
  for (const run of [...naming.filter(isKey), ...naming]) {
    for (const { 0: name, index } of matchesOf(NAME, run.text)) {
      if (prefixes.has(prefixOf(name)) && !isProposed(run.text, index)) yield* finding(name, spanIn(run, index, index + name.length), isKey(run));
    }
  }
  for (const { block } of spec.code) for (const [, name] of block.text.matchAll(READ)) yield* finding(name!, block.textAt);
}

/** "Proposed as `X_API_KEY`", "would be better": it is not in use. */
function isProposed(text: string, index: number): boolean {
  const start = Math.max(text.lastIndexOf('. ', index), text.lastIndexOf('; ', index), index - 300) + 1;
  return /\b(?:proposed|proposal|propose|would be|vorgeschlagen|Vorschlag|wäre)\b/i.test(text.slice(start, index));
}

const prefixOf = (name: string) => name.slice(0, name.indexOf('_') + 1);
