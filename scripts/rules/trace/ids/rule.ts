import type { Span } from '../../../markdown/types.ts';
import { ID_KINDS, type IdKind } from '../../../spec/format.ts';
import type { IdPlace, Section7 } from '../../../spec/model.ts';
import { servicesMeant } from '../../shared/services.ts';
import { isWithin } from '../../shared/spans.ts';
import { rowsOf, textOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

const WHAT: Record<IdKind, string> = {
  D: 'decision',
  V: 'fact to confirm',
  T: 'test',
};

/** `D-01` is `D-1`. */
const fold = (id: string) => id.replace(/-0+(?=\d)/, '-');

export const rule: Rule = {
  id: 'trace/ids',
  severity: 'error',
  summary: 'Who follows the id of a decision, a fact to confirm or a test finds its row, and one only.',
  *check(input) {
    const { section } = input;
    const { defined, mentioned } = section.ids;
    const rows = new Map<string, IdPlace>();
    for (const place of defined) {
      const first = rows.get(fold(place.id));
      if (first)
        yield {
          at: place.at,
          message: `Unexpected second row ${place.id}, expected each id once`,
          related: [{ message: 'the first one', at: first.at }],
        };
      else rows.set(fold(place.id), place);
    }
    // Where a kind has no rows at all, "V-8" is somebody else's name, and "T-14" in a plan is a day.
    const kinds = new Set(defined.map(({ kind }) => kind));
    const days = new Set(rowsOf(section, 'setup').flatMap(({ row }) => row.cells.when?.text.match(/\bT-\d+/g) ?? []));
    for (const { kind, id, at } of mentioned) {
      if (rows.has(fold(id)) || !kinds.has(kind) || days.has(id)) continue;
      yield {
        at,
        message: `Unexpected reference to ${id}, which is no ${WHAT[kind]} of this section`,
        advice: 'Name the row that is meant, or write it.',
      };
    }
    yield* unusedFacts(section);
    yield* openStatus(input, kinds.has('D'));
  },
};

/** A fact to confirm that no text carries confirms nothing. */
function* unusedFacts({ ids, code, ...section }: Section7): Iterable<Finding> {
  const places = new Map<string, Span[]>();
  for (const { id, at } of ids.mentioned) places.set(fold(id), [...(places.get(fold(id)) ?? []).slice(-3), at]);
  const inCode = new Set(code.flatMap(({ block }) => block.text.match(/\bV-\d{1,3}[a-z]?/g) ?? []));
  const ranges = rangesOf(section.runs);
  for (const { row } of rowsOf(section, ID_KINDS.V)) {
    const id = row.cells.id?.text;
    if (id === undefined || !/^V-\d/.test(id) || ranges.has(fold(id)) || inCode.has(id)) continue;
    if (places.get(fold(id))?.some((at) => !isWithin(at, row.at))) continue;
    yield {
      at: row.cells.id!.at,
      severity: 'warning',
      message: `Unused ${id}: no text outside of its row is marked with it`,
      advice: `Write (${id}) where Section 7 relies on this fact, or leave the row out.`,
    };
  }
}

const RANGE = /V-(\d{1,3})\s{0,2}(?:[–—-]|…|\.\.\.?|to|bis)\s{0,2}V-(\d{1,3})/g;

/** The ids between the two of "V-2 to V-5". */
function rangesOf(runs: Section7['runs']): ReadonlySet<string> {
  const ranges = runs.flatMap(({ piece }) => (piece.text.includes('V-') ? [...piece.plain.matchAll(RANGE)] : []));
  return new Set(
    ranges.flatMap(([, from, to]) =>
      Array.from({ length: Math.max(0, Number(to) - Number(from)) }, (_, i) => `V-${Number(from) + i}`),
    ),
  );
}

/** What is open has its row in 7.0.1: by its id, or because a decision names the service. */
function* openStatus({ section, catalog }: RuleInput, decided: boolean): Iterable<Finding> {
  const asked = new Set(
    rowsOf(section, 'decisions').flatMap(({ row }) => [...servicesMeant(section, textOf(row), catalog)]),
  );
  for (const {
    row: {
      cells: { status, section: number, service: name },
    },
  } of rowsOf(section, 'registry')) {
    if (!status || !/^open(?![\p{L}\p{N}])/iu.test(status.text)) continue;
    // With decisions, a reference that leads nowhere is found above.
    if (/\bD-\d/.test(status.text) && decided) continue;
    const services = [...servicesMeant(section, `${number?.text} ${name?.text}`, catalog)];
    if (services.length === 0 || services.some((service) => asked.has(service))) continue;
    yield {
      at: status.at,
      message: `Missing decision for the status "${status.text}", expected a row of 7.0.1 and "open (D-n)"`,
    };
  }
}
