import { valueOf } from '../../spec/kinds.ts';
import { given, type DecisionRow, type Service } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { serviceNamed } from './names.ts';

export const decision: Rule = {
  id: 'trace/decision',
  severity: 'error',
  summary: 'Where the documents choose two vendors for one need, a person decides: Section 7 asks in 7.0 and shows nothing as settled.',
  *check({ spec, project }) {
    for (const contradiction of project?.contradictions ?? []) {
      const vendors = contradiction.sides.map((side) => side.vendor);
      const row = spec.decisions?.rows?.find((r) => namesAll(r, vendors));
      const used = vendors.flatMap((vendor) => serviceNamed(spec, vendor) ?? []);
      const related = contradiction.sides.flatMap(({ vendor, mentions }) => mentions.filter((m) => m.stance === 'chosen').slice(0, 1).map((m) => ({ message: `${vendor} is chosen here`, at: m.place })));
      const disagree = `the documents choose ${vendors.join(' and ')} for ${contradiction.need}`;
      const settled = used.map(statusOf).find((leaf) => valueOf(leaf) === 'decided');
      if (settled) {
        const asks = row ? `7.0 still asks (${valueOf(row.id) ?? 'its row'})` : '7.0 has no row that asks';
        yield { at: settled.at, message: `Unexpected status "decided": ${disagree}, and ${asks}`, advice: 'Write the question with both sources into 7.0, and "open" or "proposed" here.', related };
      } else if (!row) {
        yield { at: spec.decisions?.headingAt ?? spec.headingAt, message: `Missing row in 7.0: ${disagree}`, advice: 'Write the question with both sources, options and an owner.', related };
      }
    }
  },
};

function statusOf({ parts }: Service) {
  return given(parts, 'overview')?.status;
}

/** Whether a row of 7.0 is about these vendors: it names at least two of them. */
function namesAll(row: DecisionRow, vendors: readonly string[]): boolean {
  const text = [row.decision, row.sources, row.options, row.recommendation].map((leaf) => valueOf(leaf) ?? '').join(' ').toLowerCase();
  return vendors.filter((vendor) => text.includes(vendor.toLowerCase().split(/[\s(]/)[0]!)).length > 1;
}
