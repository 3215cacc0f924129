import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import { featuresOf } from '../trace/names.ts';
import type { Rule } from '../types.ts';
import { latencyOf, measured } from './latency.ts';
import { BACKGROUND, isApart, isSpokenOf, objectivesOf } from './objectives.ts';

export const alertObjective: Rule = {
  id: 'numbers/alert-objective',
  severity: 'warning',
  summary: 'An alert on a latency far above what the features promise rings long after the promise is broken.',
  *check({ spec, project }) {
    if (!project) return;
    const promised = objectivesOf(project).filter((objective) => !isApart(objective));
    if (promised.length === 0) return;
    for (const service of spec.services) {
      const features = featuresOf(service);
      const own = promised.filter(({ feature }) => features.includes(feature.number));
      // With several promises the laxest counts: which one an alert is about stays unsaid.
      const laxest = own.reduce<(typeof own)[number] | undefined>((a, b) => (a && a.ms >= b.ms ? a : b), undefined);
      if (!laxest || own.length < features.length) continue;
      const alerts = valueOf(given(service.parts, 'monitoring')?.alerts);
      for (const { condition } of alerts ?? []) {
        const alert = valueOf(condition);
        const ms = alert ? latencyOf(alert) : null;
        if (ms === null || ms <= laxest.ms || BACKGROUND.test(alert!.metric.replace(/[_="{}]/g, ' ')) || isSpokenOf(spec, service, laxest.ms)) continue;
        // Beyond the timeout it never rings at all: another rule says so.
        if (ms > (measured(service, alert!.metric)?.longestMs ?? Infinity)) continue;
        yield {
          at: condition.at,
          message: `Unexpected alert at ${formatDuration(ms)}, expected at most the ${laxest.text} that feature ${laxest.feature.number} promises`,
          advice: `Alert before the promise is broken, or say in ${service.number}.7 or 7.0 why the objective of ${formatDuration(laxest.ms)} holds nevertheless.`,
          related: [{ message: 'the objective', at: laxest.place }],
        };
      }
    }
  },
};
