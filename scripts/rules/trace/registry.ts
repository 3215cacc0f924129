import { fold, valueOf, type Leaf } from '../../spec/kinds.ts';
import { CATEGORIES, type registryTable } from '../../spec/format.ts';
import type { RowOf, Section7, Service } from '../../spec/model.ts';
import type { Finding, Rule } from '../types.ts';
import { featuresOf, serviceNamed, serviceNumbered } from './names.ts';

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((x) => b.includes(x));

export const registry: Rule = {
  id: 'trace/registry',
  severity: 'error',
  summary: 'The registry is where a reader begins: it lists each service once, as its section describes it.',
  *check({ spec }) {
    const rows = valueOf(spec.registry?.fields.services);
    if (!spec.registry) return;
    const listed = new Set<string>();
    for (const row of rows ?? []) {
      const section = valueOf(row.section);
      const name = valueOf(row.service);
      if (section === undefined || name === undefined) continue;
      const service = serviceNumbered(spec, section);
      if (!service) {
        yield { at: row.at, message: `Unexpected service "${name}" in the registry: there is no section ${section}`, advice: 'Write the section, or remove the row.' };
        continue;
      }
      if (listed.has(service.number)) yield { at: row.at, message: `Unexpected second row for ${service.number} in the registry, expected one` };
      listed.add(service.number);
      if (serviceNamed(spec, name) !== service) yield { at: row.service.at, message: `Unexpected name "${name}" for ${service.number}, expected "${service.name}"`, related: [{ message: 'its heading', at: service.headingAt }] };
      yield* details(row, service);
    }
    for (const service of missing(spec, listed)) yield { at: service.headingAt, message: `Missing row for ${service.number} ${service.name} in the registry of 7.3` };
  },
};

function missing(spec: Section7, listed: ReadonlySet<string>): Service[] {
  return spec.services.filter((s) => !listed.has(s.number));
}

/** "Async batch" is one pattern, and jobs are only one way to say that nobody waits: neither contradicts a text that leaves it out. */
function agree(a: Leaf<readonly string[]>, b: Leaf<readonly string[]>): boolean {
  const sure = (leaf: Leaf<readonly string[]>) => {
    const { text } = leaf as { text: string };
    return (valueOf(leaf) ?? []).filter((name) => (name !== 'batch' || !/\basync\w*[ -]batch/i.test(text)) && (name !== 'asynchronous' || /\basync/i.test(text)));
  };
  const [all, others] = [valueOf(a) ?? [], valueOf(b) ?? []];
  return sure(a).every((name) => others.includes(name)) && sure(b).every((name) => all.includes(name));
}

type Row = RowOf<typeof registryTable>;

function* details(row: Row, service: Service): Iterable<Finding> {
  const category = valueOf(row.category);
  const expected = CATEGORIES[service.code];
  // Only another category's name: a short or translated one misleads nobody.
  if (category !== undefined && category !== expected && fold(category) !== fold(expected) && Object.values(CATEGORIES).some((name) => fold(name) === fold(category))) yield { at: row.category.at, message: `Unexpected category "${category}" for ${service.number}, expected "${expected}"` };
  const { overview } = service.parts;
  if (overview?.state !== 'given') return;
  const features = valueOf(row.features);
  const own = featuresOf(service);
  if (features && own.length > 0 && !same(features, own)) {
    const at = overview.fields.features!.at;
    yield { at: row.features.at, message: `Unexpected features ${features.join(', ')} for ${service.number}, expected ${own.join(', ')} as in its part 1`, related: [{ message: 'Features Supported', at }] };
  }
  const status = valueOf(row.status);
  const stated = valueOf(overview.fields.status);
  if (status && stated && status !== stated) yield { at: row.status.at, message: `Unexpected status "${status}" for ${service.number}, expected "${stated}" as in its part 1`, related: [{ message: 'Status', at: overview.fields.status!.at }] };
  const pattern = valueOf(row.pattern);
  const patterns = valueOf(overview.fields.pattern);
  if (pattern && patterns && !same(pattern, patterns) && !agree(row.pattern, overview.fields.pattern!)) yield { at: row.pattern.at, message: `Unexpected pattern "${(row.pattern as { text: string }).text}" for ${service.number}, expected "${patterns.join(', ')}" as in its part 1`, related: [{ message: 'Integration Pattern', at: overview.fields.pattern!.at }] };
}
