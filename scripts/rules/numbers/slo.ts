import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given, type Section7 } from '../../spec/model.ts';
import type { ProjectContext } from '../../project/types.ts';
import { featuresOf } from '../trace/names.ts';
import type { Finding, Rule } from '../types.ts';
import { operations } from './budgets.ts';
import { acknowledgementsOf, BACKGROUND, isApart, isSpokenOf, objectivesOf, wordsOf } from './objectives.ts';

export const slo: Rule = {
  id: 'numbers/slo',
  severity: 'warning',
  summary: 'A call that may take longer than the feature promises breaks the promise, unless the section says why it holds.',
  *check({ spec, project }) {
    if (!project) return;
    yield* acknowledgements(spec, project);
    const calls = spec.services.map((service) => ({ service, own: operations(service).filter(({ timeout }) => valueOf(timeout.total)) }));
    if (calls.every(({ own }) => own.length === 0)) return;
    const objectives = objectivesOf(project).map((objective) => ({ objective, words: new Set([...wordsOf(objective.feature.title), ...wordsOf(objective.line)]) }));
    for (const { service, own } of calls) {
      const features = featuresOf(service);
      // "Here-tour" says with HERE whose call it is, not what for.
      const vendor = wordsOf(service.name);
      const operationWords = own.map(({ name }) => wordsOf(name).filter((word) => !vendor.includes(word)));
      for (const { objective, words } of objectives) {
        if (!features.includes(objective.feature.number)) continue;
        // An operation serves a promise that its name speaks of. Where none does, a service of one feature keeps it with all of them.
        const named = own.filter((_, i) => operationWords[i]!.some((word) => words.has(word)));
        for (const { name, timeout } of features.length > 1 || named.length > 0 ? named : own) {
          const total = valueOf(timeout.total)!;
          if (total.ms <= objective.ms || BACKGROUND.test(name) || isApart(objective) || isSpokenOf(spec, service, objective.ms)) continue;
          yield {
            at: timeout.total.at,
            message: `Unexpected total ${formatDuration(total.ms)} of "${name}", expected at most the ${objective.text} that feature ${objective.feature.number} promises`,
            advice: `Shorten it, or say in ${service.number}.6 or 7.0 why the objective of ${formatDuration(objective.ms)} holds nevertheless.`,
            related: [{ message: 'the objective', at: objective.place }],
          };
        }
      }
    }
  },
};

function* acknowledgements(spec: Section7, project: ProjectContext): Iterable<Finding> {
  let promises: ReturnType<typeof acknowledgementsOf> | undefined;
  for (const service of spec.services) {
    const leaf = given(service.parts, 'webhook')?.acknowledgeWithin;
    const own = valueOf(leaf);
    const [promise] = own ? (promises ??= acknowledgementsOf(project)) : [];
    if (!own || !promise || own.ms <= promise.ms || isSpokenOf(spec, service, promise.ms)) continue;
    yield { at: leaf!.at, message: `Unexpected answer to ${service.name} within ${formatDuration(own.ms)}, expected ${promise.text} as Section 4 says`, related: [{ message: 'Section 4', at: promise.place }] };
  }
}
