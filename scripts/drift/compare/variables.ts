import type { Definition } from '../../rules/shared/variables.ts';
import type { Section7 } from '../../spec/model.ts';
import { citedAt } from '../../services/cited.ts';
import type { Evidence } from '../evidence.ts';
import { isPackageOf } from '../evidence/vendors.ts';
import type { VariableUse } from '../evidence/variables.ts';
import { isScript, isTool } from '../kinds.ts';
import { bareOf, isCredential, ownersOf, prefixesOf, type Known, type KnownService } from '../known.ts';
import type { DriftFinding, DriftInput, NotCompared } from '../types.ts';

/** Set by the platform that runs the code. */
const OF_PLATFORM = /^(?:GITHUB_(?!APP_|PRIVATE_|WEBHOOK_|CLIENT_)|VERCEL_(?!TOKEN$|WEBHOOK_)|CI_)/;

/** Variables of the credentials tables against those of the repository, both ways. */
export function* compareVariables(
  input: DriftInput,
  known: Known,
  evidence: Evidence,
  built: ReadonlySet<KnownService>,
): Iterable<DriftFinding | NotCompared> {
  if (evidence.variables.length === 0) {
    yield { notCompared: 'variables: no file of the repository names one' };
    return;
  }
  const isKnown = isNamedIn(evidence);
  const taken = new Set<string>();
  const said = withoutDecisions(input.section);
  for (const one of known.services) {
    if (!built.has(one)) continue;
    const missing = distinct(one.variables).filter(({ name }) => !isKnown(name) && !isReadBySdk(name, one, evidence));
    const strangers = strangersOf(one, input, evidence, said).filter(({ name }) => !taken.has(name));
    for (const { name } of strangers) taken.add(name);
    const [lost, other] = [missing[0], strangers[0]];
    // One name there and another here, of the same kind: it was renamed.
    const isOne = missing.length === 1 && strangers.length === 1 && lastWord(lost!.name) === lastWord(other!.name);
    if (isOne && lost && other) yield renamed(lost, other);
    else {
      for (const each of missing) yield unknown(each, one, evidence);
      for (const each of strangers) yield withoutRow(each, one);
    }
  }
  // Of services that nobody can tell: what stands beside a variable that the repository has is built.
  const isBuilt = known.shared.some(({ name }) => isKnown(name));
  for (const each of isBuilt ? distinct(known.shared).filter(({ name }) => !isKnown(name)) : [])
    yield unknown(each, { variables: known.shared }, evidence);
}

/** What it is: a KEY is not what replaced a SECRET. */
const lastWord = (name: string) => name.slice(name.lastIndexOf('_') + 1);

/** The vendor's own package reads it by itself: `SENTRY_DSN`. The sheet says which ones; its source is the package. */
const isReadBySdk = (name: string, { sheets }: KnownService, { packages }: Evidence) =>
  sheets.some(
    (sheet) =>
      sheet.variables.includes(name) &&
      citedAt(sheet.cited, `variables.${sheet.variables.indexOf(name)}`).length > 0 &&
      packages.some((use) => isPackageOf(use, sheet)),
  );

const distinct = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
  [...new Map([...all].reverse().map((each) => [each.name, each])).values()].reverse();

/**
 * Whether any file beside tests and documents names a variable: as it is, or in settings as frameworks derive it,
 * `stripe.secret-key`, `stripe_secret_key`.
 */
function isNamedIn({ files, names }: Evidence): (name: string) => boolean {
  // Settings classes put one word before all of their fields.
  const hasPrefix = files.some(({ text }) => /\benv_?prefix\b/i.test(text));
  return (name) => {
    if (names.has(name) || (hasPrefix && names.has(name.slice(name.indexOf('_') + 1)))) return true;
    const derived = new RegExp(`(?<![A-Za-z0-9])${name.split('_').join('[-_.:]{0,2}')}(?![A-Za-z0-9])`, 'i');
    return files.some(({ path, text }) => !isScript(path) && derived.test(text));
  };
}

/** Decisions and corrections quote what disagrees. */
function withoutDecisions({ text, headings }: Section7): string {
  const { start = 0, end = 0 } = headings.find(({ number }) => number === '7.0')?.range ?? {};
  return `${text.slice(0, start)}${text.slice(end)}`;
}

/** Variables that are named after a service and look like a credential, and that Section 7 does not name. */
function strangersOf(
  one: KnownService,
  { project, catalog }: DriftInput,
  { variables }: Evidence,
  said: string,
): VariableUse[] {
  const prefixes = [...prefixesOf(one, catalog)];
  const documented = new Set((project?.variables ?? []).map(({ text }) => text));
  const isStranger = ({ name, place }: VariableUse) => {
    if (isTool(place.file.path)) return false;
    const bare = bareOf(name, catalog);
    const owners = ownersOf(catalog, bare);
    const isOwn =
      owners.length > 0
        ? owners.length < MOST_OWNERS && owners.some((owner) => one.sheets.includes(owner))
        : prefixes.some((prefix) => bare.startsWith(prefix));
    if (!isOwn || !isCredential(bare) || OF_PLATFORM.test(bare)) return false;
    return ![name, bare].some((n) => documented.has(n) || isNamed(said, n));
  };
  // What code calls STRIPE_KEY may be VITE_STRIPE_KEY outside; the longer name is the one that is set.
  const strangers = variables.filter(isStranger);
  const longest = new Map<string, string>();
  for (const { name } of strangers) {
    const bare = bareOf(name, catalog);
    if (name.length > (longest.get(bare) ?? '').length) longest.set(bare, name);
  }
  return distinct(strangers.filter(({ name }) => longest.get(bareOf(name, catalog)) === name));
}

/** A variable of more services tells none of them: `AWS_ACCESS_KEY_ID`. */
const MOST_OWNERS = 4;

/** Whether a text has a name, with or without a prefix that the project puts before it. */
function isNamed(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[A-Za-z0-9]/.test(text[at - 1] ?? ' ') && !/[A-Za-z0-9_]/.test(text[at + name.length] ?? ' ')) return true;
  return false;
}

const ADVICE = 'Write its row in the credentials of the service, or remove it.';

function withoutRow({ name, place }: VariableUse, { service, variables }: KnownService): DriftFinding {
  return {
    at: place,
    message: `Unexpected variable ${name}, which looks like a credential of ${service.name} and has no row in Section 7`,
    advice: ADVICE,
    related: [{ message: `variables of ${service.name}`, at: variables[0]?.at ?? service.headingAt }],
  };
}

function renamed({ name, at }: Definition, other: VariableUse): DriftFinding {
  return {
    at: other.place,
    message: `Unexpected variable ${other.name}, expected ${name} as in Section 7, which no file names`,
    advice: 'Use one name in both.',
    related: [{ message: 'its row', at }],
  };
}

function unknown(
  { name, at }: Definition,
  { variables }: Pick<KnownService, 'variables'>,
  evidence: Evidence,
): DriftFinding {
  const own = new Set(variables.map((each) => each.name));
  const beside =
    evidence.variables.find((use) => own.has(use.name)) ??
    evidence.variables.find(({ origin }) => origin === 'example');
  return {
    at,
    message: `Unexpected variable ${name}: no file of the repository names it`,
    advice: 'Remove its row, or read it where the section says.',
    related: beside ? [{ message: `${beside.name} is named here`, at: beside.place }] : [],
  };
}
