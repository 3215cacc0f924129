import type { ServiceSheet } from '../../../services/sheet.ts';
import type { Section7, Service } from '../../../spec/model.ts';
import { sheetsOf } from '../../shared/sheets.ts';
import { isWithin } from '../../shared/spans.ts';
import type { Finding, Rule } from '../../types.ts';

const YEAR = 365 * 86_400_000;

interface Ending {
  readonly pattern: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export const rule: Rule = {
  id: 'facts/retired',
  severity: 'error',
  summary: 'What a provider has switched off cannot be built on, and what ends within a year should not be.',
  *check({ section, catalog, today }) {
    for (const { service, sheet } of sheetsOf(section, catalog)) {
      const endings = endingsOf(sheet, Date.parse(today));
      if (endings.length > 0) for (const place of placesOf(section, service)) yield* judge(place, endings);
    }
  },
};

function endingsOf(sheet: ServiceSheet, now: number): Ending[] {
  return [sheet, ...sheet.products].flatMap(({ retired, deprecations }) => [
    ...retired.map(
      ({ pattern, what, instead }): Ending => ({
        pattern,
        severity: 'error',
        message: `Unexpected ${pattern}: ${what}. Expected ${instead}`,
      }),
    ),
    ...deprecations.flatMap(({ pattern, what, ends, instead }): Ending[] => {
      const soon = pattern !== null && Date.parse(ends.length === 7 ? `${ends}-28` : ends) - now < YEAR;
      return soon
        ? [
            {
              pattern,
              severity: 'warning',
              message: `Unexpected ${pattern}: ${what}, ends ${ends}. Expected ${instead}`,
            },
          ]
        : [];
    }),
  ]);
}

interface Place {
  readonly text: string;
  readonly locate: (offset: number) => number;
}

/**
 * Code, and the cells and labels that say what is called and with what; prose may tell of something old for a reason.
 */
function placesOf({ code, tables, labels, text }: Section7, service: Service): Place[] {
  const ofService = ({ service: number }: { readonly service: string | null }) => number === service.number;
  const fences = code
    .filter((c) => ofService(c) || isWithin(c.block.at, service.at))
    .map(({ block: { textAt } }) => source(text, textAt.start, textAt.end));
  const cells = tables
    .filter((t) => ofService(t) && (t.kind === 'calls' || t.kind === 'credentials'))
    .flatMap(({ rows, kind }) =>
      rows.flatMap(({ cells: row }) => {
        const { call, variable } = row as Record<string, { at: { start: number; end: number } } | undefined>;
        const cell = kind === 'calls' ? call : variable;
        return cell ? [source(text, cell.at.start, cell.at.end)] : [];
      }),
    );
  const said = labels
    .filter((l) => ofService(l) && (l.key === 'baseUrl' || l.key === 'version'))
    .map(({ value }) => source(text, value.at.start, value.at.end));
  return [...fences, ...cells, ...said];
}

const source = (text: string, start: number, end: number): Place => ({
  text: text.slice(start, end),
  locate: (offset) => start + offset,
});

function* judge({ text, locate }: Place, endings: readonly Ending[]): Iterable<Finding> {
  const lower = text.toLowerCase();
  for (const { pattern, message, severity } of endings) {
    const at = lower.indexOf(pattern.toLowerCase());
    if (at < 0 || (/[\w-]/.test(lower[at - 1] ?? ' ') && /^\w/.test(pattern))) continue;
    yield { at: { start: locate(at), end: locate(at + pattern.length) }, message, severity };
  }
}
