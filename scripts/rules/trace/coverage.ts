import { fold, valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { featuresOf, serviceNamed } from './names.ts';

export const coverage: Rule = {
  id: 'trace/coverage',
  severity: 'error',
  summary: 'Every feature is either mapped to its services or said to need none, and both sides agree.',
  *check({ spec, project }) {
    if (!spec.registry) return;
    const field = spec.registry.fields.coverage;
    const rows = valueOf(field);
    if (!rows) return;
    const mapped = new Map<string, { services: Set<string>; said: string; at: { start: number; end: number } }>();
    for (const row of rows) {
      for (const number of valueOf(row.feature) ?? []) {
        const services = new Set<string>();
        for (const name of valueOf(row.services) ?? []) {
          const service = serviceNamed(spec, name);
          if (service) services.add(service.number);
          else yield { at: row.services.at, message: `Unexpected service "${name}" for feature ${number}: no section describes it` };
        }
        if (services.size === 0 && valueOf(row.services)?.length === 0 && !valueOf(row.reason)) yield { at: row.at, message: `Missing reason why feature ${number} needs no service` };
        const title = fold(valueOf(row.title) ?? '');
        const own = project?.features.find((f) => f.number === number);
        // Only another feature's title: a shortened or translated one misleads nobody.
        if (own && fold(own.title) !== title && project!.features.some((f) => fold(f.title) === title)) yield { at: row.title.at, message: `Unexpected title "${valueOf(row.title)}" for feature ${number}, expected "${own.title}"`, related: [{ message: 'the feature', at: own.place }] };
        // "none (D-3); Algolia blocked" names it all the same.
        const said = row.services.state === 'stated' && valueOf(row.services)?.length === 0 ? row.services.text.toLowerCase() : '';
        mapped.set(number, { services, said, at: row.at });
      }
    }
    for (const feature of project?.features ?? []) {
      if (!mapped.has(feature.number)) yield { at: field!.at, message: `Missing feature ${feature.number} "${feature.title}" in the coverage table`, advice: 'Map it to its services, or write "none" and why.', related: [{ message: 'the feature', at: feature.place }] };
    }
    for (const service of spec.services) {
      for (const number of featuresOf(service)) {
        const row = mapped.get(number);
        if (row && !row.services.has(service.number) && !row.said.includes(service.name.toLowerCase())) yield { at: row.at, message: `Missing ${service.name} for feature ${number}, expected it as in ${service.number}.1`, related: [{ message: service.name, at: service.headingAt }] };
      }
    }
    for (const [number, { services, at }] of mapped) {
      for (const service of spec.services) {
        if (services.has(service.number) && featuresOf(service).length > 0 && !featuresOf(service).includes(number)) yield { at, message: `Unexpected ${service.name} for feature ${number}: ${service.number}.1 does not support it`, related: [{ message: service.name, at: service.headingAt }] };
      }
    }
  },
};
