import { append } from '../../append.ts';
import type { Span } from '../../markdown/types.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import type { Evidence } from '../evidence.ts';
import type { PackageUse } from '../evidence/packages.ts';
import type { Known } from '../known.ts';
import type { DriftFinding, DriftInput } from '../types.ts';

/** Versions of SDKs against those that Section 7 names, and SDKs that their vendors have retired. */
export function* comparePackages(input: DriftInput, known: Known, { packages }: Evidence): Iterable<DriftFinding> {
  const byName = new Map<string, PackageUse[]>();
  for (const use of packages) append(byName, use.name, use);
  for (const [name, uses] of byName) {
    if (uses.some(({ direct, development }) => direct && !development)) yield* otherVersion(name, uses, input);
  }
  yield* retired(input, known, byName);
}

const majorOf = (version: string | null) => /\d+/.exec(version ?? '')?.[0] ?? null;

function* otherVersion(name: string, uses: readonly PackageUse[], { section }: DriftInput): Iterable<DriftFinding> {
  const text = section.text.slice(section.at.start, section.at.end);
  const spellings = uses[0]!.language === 'python' ? [name.replaceAll('_', '-'), name.replaceAll('-', '_')] : [name];
  const named = [...new Set([name, ...spellings])].flatMap((one) => versionsNamed(text, one, section.at.start));
  if (named.length === 0) return;
  const locked = uses.filter((use) => use.locked && use.version !== null);
  // What a manifest asks for may be a range of several versions.
  const asked = uses.filter(({ version }) => /^[\^~=]{0,2}\s?v?\d+(?:\.\d+)*$/.test(version ?? ''));
  const certain = locked.length > 0 ? locked : asked;
  const majors = new Set(certain.map(({ version }) => majorOf(version)));
  const expected = named.filter(({ version }) => !majors.has(majorOf(version)));
  if (certain.length === 0 || expected.length < named.length) return;
  const use = certain[0]!;
  yield {
    at: (asked.find((each) => !each.locked) ?? use).place(),
    message: `Unexpected version ${use.version} of ${name}, expected ${majorOf(named[0]!.version)} as in Section 7`,
    advice: 'Read what changed, and correct calls, retries and versions in Section 7, or go back.',
    related: [{ message: `written for ${named[0]!.version}`, at: named[0]!.at }],
  };
}

/** `stripe` 23.1.0, `stripe` ^23.1.0, stripe@23.1.0, stripe 23.1.0: a name with a version of at least two numbers behind it. */
function versionsNamed(text: string, name: string, offset: number): { version: string; at: Span }[] {
  const found: { version: string; at: Span }[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (/[\w@/.-]/.test(text[at - 1] ?? ' ')) continue;
    const [all, version] =
      /^`?[@ ]`?[\^~]?v?(\d{1,6}\.\d{1,6}(?:\.\d{1,6})?)(?![\w.]*[%\d])/.exec(
        text.slice(at + name.length, at + name.length + 40),
      ) ?? [];
    if (all === undefined || version === undefined) continue;
    // Plain words need what only a version has: code, an @, three numbers.
    if (!/[`@]/.test(all) && version.split('.').length < 3) continue;
    found.push({ version, at: { start: offset + at, end: offset + at + name.length + all.length } });
  }
  return found;
}

function* retired(
  { catalog, section }: DriftInput,
  known: Known,
  byName: ReadonlyMap<string, readonly PackageUse[]>,
): Iterable<DriftFinding> {
  for (const sheet of catalog.sheets) {
    for (const { pattern, what, instead } of [sheet, ...sheet.products].flatMap((s) => [
      ...s.retired,
      ...s.deprecations,
    ])) {
      const [, name = '', major] = /^(\S+)(?: v(\d+))?$/.exec(pattern ?? '') ?? [];
      const uses = (byName.get(name) ?? []).filter(
        (use) => use.direct && (major === undefined || majorOf(use.version) === major),
      );
      const use = uses.find(({ locked }) => !locked) ?? uses[0];
      if (!use) continue;
      yield {
        at: use.place(),
        message: `Unexpected ${pattern}: ${what}. Expected ${instead}`,
        related: [{ message: `${sheet.name} in Section 7`, at: placeOf(sheet, known) ?? section.headingAt }],
      };
    }
  }
}

const placeOf = (sheet: ServiceSheet, known: Known) =>
  known.services.find(({ sheets }) => sheets.includes(sheet))?.service.headingAt;
