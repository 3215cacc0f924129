import type { Span } from '../../../markdown/types.ts';
import type { TableKind } from '../../../spec/format.ts';
import type { Cell } from '../../../spec/model.ts';
import { isForAll, isNamed } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

const PLACES: readonly { readonly number: string; readonly kinds: readonly TableKind[]; readonly what: string; readonly advice: string }[] = [
  { number: '7.1.2', kinds: ['outages'], what: 'what people see when it is down', advice: 'Write its row: what still works, what people see, what is at risk.' },
  { number: '7.O.5', kinds: ['incidents', 'symptoms'], what: 'what the person on call does', advice: 'Write its row, or name it in one that covers it.' },
];

export const rule: Rule = {
  id: 'trace/outage',
  severity: 'error',
  summary: 'Every service fails one day: 7.1.2 says what people see then, 7.O.5 what the person on call does first.',
  *check(input) {
    for (const place of PLACES) {
      const table = place.kinds.flatMap((kind) => tablesOf(input.section, kind)).find(({ service }) => service === null);
      if (table) yield* missing(input, place, table.headerAt);
    }
  },
};

/** A row of the tables, or any sentence beside them, that names the service; "any service" stands for all. */
function* missing({ section, catalog }: RuleInput, { number, kinds, what, advice }: (typeof PLACES)[number], at: Span): Iterable<Finding> {
  const rows = kinds.flatMap((kind) => rowsOf(section, kind)).map(({ row }) => row);
  if (rows.some(({ cells }) => isForAll(Object.values<Cell | undefined>(cells)[0]?.text ?? ''))) return;
  const beside = section.runs.filter((run) => run.table === undefined && isBelow(run.section, number)).map(({ piece }) => piece.plain);
  const texts = [...rows.map(textOf), ...beside];
  for (const service of section.services) {
    if (texts.some((text) => isNamed(service, text, section, catalog))) continue;
    yield { at, message: `Missing ${service.name} in ${number}: ${what}`, advice, related: [{ message: service.name, at: service.headingAt }] };
  }
}
