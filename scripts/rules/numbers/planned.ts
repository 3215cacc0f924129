import { findQuantities } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { together } from '../../spec/costs.ts';
import { given, type Section7, type Service } from '../../spec/model.ts';
import { proseOf } from '../facts/pairs.ts';

/** A sentence that says that a case does not come. */
const RULED_OUT = /\b(?:keeps?|avoid\w*|prevent\w*|never happens?|must not|excluded|ruled out|not planned|vermied\w*|vermeide\w*|verhinder\w*|ausgeschlossen|nicht geplant)\b/i;

/** The lines of a service's cost estimate that come together in one month, without a case that the text beside the table rules out by its sum. */
export function plannedLines(spec: Section7, service: Service, currency: string | null) {
  const leaf = given(service.parts, 'cost')?.estimate;
  const rows = valueOf(leaf) ?? [];
  const lead = leaf?.state === 'stated' ? leaf.text.split('\n', 1)[0]! : '';
  const all = together(rows, currency, lead);
  if (!all.alternatives) return all;
  const out = proseOf(spec, service).filter((run) => run.part === 'cost' && run.kind === 'line' && RULED_OUT.test(run.text)).flatMap((run) => findQuantities(run.text));
  const isRuledOut = (row: (typeof rows)[number]) => {
    const cost = valueOf(row.monthly);
    return cost !== undefined && out.some(({ value }) => value.kind === 'money' && value.currency === cost.currency && value.amount.eq(cost.amount));
  };
  return out.length === 0 ? all : { ...together(rows.filter((row) => !isRuledOut(row)), currency, lead), alternatives: true };
}
