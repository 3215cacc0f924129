import { parser } from '@prometheus-io/lezer-promql';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prometheus } from '../../scripts/export/prometheus.ts';
import { exportExample, HOSTILE } from './example.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const rulesOf = (yaml: string) => (parse(yaml) as { groups: { name: string; rules: Rule[] }[] }).groups.flatMap((group) => group.rules);

/** Prometheus' own grammar finds no error in it. */
function isPromQL(expression: string): boolean {
  let right = true;
  parser.parse(expression).iterate({ enter: (node) => void (right &&= !node.type.isError) });
  return right;
}

const CONDITION = '| share of `stripe_calls_total{outcome="error"}` > 5 % for 5 min |';
const ofStripe = (condition: string) => exportExample(prometheus, CONDITION, `| ${condition} |`);

test('the example, whole', () => {
  const { exported, gaps } = exportExample(prometheus);
  expect(gaps).toEqual([]);
  expect(exported).toBe(readFileSync(new URL('harbor-kitchen.rules.yml', import.meta.url), 'utf8'));
});

describe('a condition becomes an expression', () => {
  test.each([
    ['`inbox_age_seconds` > 10 min', 'inbox_age_seconds > 600', undefined],
    ['`inbox_age_seconds` >= 1.5 h for 90 s', 'inbox_age_seconds >= 5400', '1m30s'],
    ['`inbox_age_seconds{source="stripe",source!="x"}` is above 500 ms for 2 days', 'inbox_age_seconds{source="stripe",source!="x"} > 0.5', '2d'],
    ['P99.9 of `stripe_call_seconds` > 3 s over 10 min', 'histogram_quantile(0.999, sum by (le) (rate(stripe_call_seconds_bucket[10m]))) > 3', undefined],
    ['`stripe_call_seconds{operation=~"refund\\|page.*"}` P50 < 20 ms in 1 h', 'histogram_quantile(0.50, sum by (le) (rate(stripe_call_seconds_bucket{operation=~"refund|page.*"}[1h]))) < 0.02', undefined],
    ['share of `stripe_calls_total{outcome="a"}` in `stripe_calls_total{operation="b"}` > 0.7 % for 5 min', 'sum(rate(stripe_calls_total{outcome="a"}[5m])) / sum(rate(stripe_calls_total{operation="b"}[5m])) > 0.007', undefined],
    ['`stripe_calls_total{outcome="error"}` > 1,000 in 5 min', 'sum(increase(stripe_calls_total{outcome="error"}[5m])) > 1000', undefined],
    ['`stripe_calls_total` > 20 calls per minute for 10 min', 'sum(rate(stripe_calls_total[10m])) * 60 > 20', undefined],
    ['`stripe_calls_total` < 2 per second for 10 min', 'sum(rate(stripe_calls_total[10m])) < 2', undefined],
    ['no `stripe_calls_total` for 30 min', 'sum(increase(stripe_calls_total[30m])) == 0', undefined],
  ])('%s', (condition, expr, hold) => {
    const { exported, gaps } = ofStripe(condition);
    expect(gaps).toEqual([]);
    const rule = rulesOf(exported)[2]!;
    expect([rule.expr, rule.for]).toEqual([expr, hold]);
    expect(isPromQL(expr)).toBe(true);
  });
});

const METRICS = 'stripe_calls_total, stripe_call_seconds, inbox_age_seconds';

describe('what cannot be an expression is a gap, at its condition', () => {
  test.each([
    ['error rate > 5 % for 5 min', ` without a metric, expected one of ${METRICS}`],
    ['`stripe_errors_total` > 5 in 5 min', ` without a metric, expected one of ${METRICS}`],
    ['error rate of `stripe_calls_total` > 5 % for 5 min', ': "error rate of stripe_calls_total" is no part of an expression, expected metrics with labels such as {outcome="failed"}, "P95 of", "share of"'],
    ['`stripe_calls_total{outcome=failed}` > 5 in 5 min', ': "stripe_calls_total{outcome=failed}" is no part of an expression, expected metrics with labels such as {outcome="failed"}, "P95 of", "share of"'],
    ['`stripe_calls_total{outcome=~"(a"}` > 5 in 5 min', ': "stripe_calls_total{outcome=~"(a"}" is no part of an expression, expected metrics with labels such as {outcome="failed"}, "P95 of", "share of"'],
    ['`stripe_calls_total{card="visa"}` > 5 in 5 min', ': "Metrics to Track" gives stripe_calls_total no label card'],
    ['`stripe_calls_total` > 5 % for 5 min', ': a percentage of a counter is a share, expected labels such as stripe_calls_total{outcome="failed"}'],
    ['share of `stripe_calls_total{outcome="error"}` > 5 in 5 min', ', a share, expected a percentage to compare it with'],
    ['`stripe_calls_total{outcome="error"}` > 5', ': nothing says over which time stripe_calls_total is taken, expected for example "stripe_calls_total{outcome="error"} … for 5 min"'],
    ['`stripe_calls_total` > 5 s for 5 min', ': stripe_calls_total cannot be compared with a duration, expected a name that ends with its unit, such as _seconds'],
    ['`stripe_calls_total` > 5 GB in 5 min', ': stripe_calls_total cannot be compared with an amount in this unit'],
    ['`stripe_calls_total` > 5 calls a month for 5 min', ': stripe_calls_total cannot be compared with a rate'],
    ['`inbox_age_seconds` > EUR 5', ': inbox_age_seconds cannot be compared with a sum of money'],
    ['P95 of `stripe_calls_total` > 5 s for 5 min', ': a quantile is computed from a histogram, and stripe_calls_total is a counter'],
    ['P95 of `inbox_age_seconds` > 5 s for 5 min', ': a quantile is computed from a histogram, and inbox_age_seconds is a gauge'],
    ['`stripe_call_seconds` > 5 s for 5 min', ': stripe_call_seconds is a histogram, expected a quantile such as "P95 of stripe_call_seconds"'],
    ['`inbox_age_seconds` > 5 % for 5 min', ': inbox_age_seconds cannot be compared with a percentage, expected a name that ends with _ratio or _percent'],
    ['`inbox_age_seconds` in `stripe_calls_total` > 5 s for 5 min', ': two metrics are compared only as a share of counters, and inbox_age_seconds is a gauge'],
    ['`inbox_age_seconds` > 5 s for 1 month', ': its window is no length of time that Prometheus knows'],
    ['`inbox_age_seconds` > 5 s for 5 min (at night)', ': the remark "(at night)" cannot be an expression, expected it in the action'],
  ])('%s', (condition, problem) => {
    const { gaps, sources } = ofStripe(condition);
    expect(gaps).toEqual([`Unexpected condition "${condition.replaceAll('`', '')}"${problem}`]);
    expect(sources).toEqual([condition]);
  });

  test('a type that Prometheus does not have', () => {
    expect(exportExample(prometheus, '| `inbox_age_seconds` | gauge |', '| `inbox_age_seconds` | number |').gaps).toEqual([
      'Unexpected condition "inbox_age_seconds{source="stripe"} > 10 min": inbox_age_seconds has the type "number", expected counter, gauge, histogram, summary',
    ]);
  });
});

describe('severity is what the action says', () => {
  test.each([
    ['page the team', 'page'],
    ['Rufbereitschaft sieht nach', 'page'],
    ['ticket, nobody on call is woken', 'ticket'],
    ['critical: restart', 'critical'],
    ['with at least 5 callbacks, page: check the status page', 'page'],
  ])('%s', (action, severity) => {
    expect(rulesOf(exportExample(prometheus, 'person on call: status page, then a note in the checkout', action).exported)[2]!.labels.severity).toBe(severity);
  });

  test.each(['somebody looks at the status page', 'nobody'])('or a gap: %s', (action) => {
    const { gaps, sources } = exportExample(prometheus, 'person on call: status page, then a note in the checkout', action);
    expect(gaps).toEqual([`Unexpected action "${action}" without a severity, expected a word such as "page", "person on call", "ticket", "critical", "warning" or "info"`]);
    expect(sources).toEqual([action]);
  });
});

test('text of the document is no template, and stays text', () => {
  const { exported } = exportExample(prometheus, 'person on call: status page, then a note in the checkout', HOSTILE);
  expect(rulesOf(exported)[2]!.annotations.action).toBe('page: {{"{{"}} query "up" }} and "quotes" # no comment');
});
