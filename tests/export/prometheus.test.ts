import { parser } from '@prometheus-io/lezer-promql';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prometheus } from '../../scripts/export/prometheus.ts';
import { exportExample } from './example.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const rulesOf = (yaml: string) =>
  (parse(yaml) as { groups: { name: string; rules: Rule[] }[] }).groups.flatMap((group) => group.rules);

const CONDITION = '| `stripe_inbox_age_seconds > 600` |';
const LEFT = 'differences of the night above ten';
const withCondition = (condition: string) => exportExample(prometheus, [CONDITION, `| ${condition} |`]);

/** An action that would do harm if it were read as a template or as YAML. */
const HOSTILE = 'page: {{ query "up" }} and "quotes" # no comment';
const hostile = () => exportExample(prometheus, ['look whether the worker runs', HOSTILE]).text;

test('the example, whole; what is no expression is named with its line', () => {
  const { text, left } = exportExample(prometheus);
  expect(text).toBe(readFileSync(new URL('harbor-kitchen.rules.yml', import.meta.url), 'utf8'));
  expect(left).toEqual([
    expect.stringMatching(
      new RegExp(`^line \\d+: "${LEFT}" holds no PromQL comparison, in a code span or as its line of a promql fence$`),
    ),
  ]);
});

describe('a condition in code becomes a rule as it is written', () => {
  test.each([
    ['`up == 0`', 'up == 0', undefined],
    ['too old: `inbox_age_seconds{source=~"a\\|b"} > 600` for 15 min', 'inbox_age_seconds{source=~"a|b"} > 600', '15m'],
    [
      '`mails_waiting`, more exactly `increase(mails_waiting[15m]) > 200` for 90s',
      'increase(mails_waiting[15m]) > 200',
      '90s',
    ],
    ['`absent(up{job="x"})` for 2 h', 'absent(up{job="x"})', '2h'],
  ])('%s', (condition, expr, hold) => {
    const { text, left } = withCondition(condition);
    const rule = rulesOf(text).find((r) => r.expr === expr);
    expect([rule?.for, left.length]).toEqual([hold, 1]);
    let sound = true;
    parser.parse(expr).iterate({ enter: ({ type }) => void (sound &&= !type.isError) });
    expect(sound).toBe(true);
  });
});

describe('a fence below the table', () => {
  const fence = (lines: string) =>
    exportExample(prometheus, ['##### 7.P.1.8 ', `\`\`\`promql\n${lines}\n\`\`\`\n\n##### 7.P.1.8 `]);

  test('with as many expressions as there are rows: each row without its own has its line', () => {
    const { text, left } = fence('# in the order of the rows\na > 1\nb > 2\nsum(increase(differences_total[1d])) > 10');
    expect(left).toEqual([]);
    const expressions = rulesOf(text).map(({ expr }) => expr);
    expect(expressions).toContain('sum(increase(differences_total[1d])) > 10');
    expect(expressions).not.toContain('a > 1');
  });

  test('with another number, or with what compares nothing, says nothing', () => {
    expect(fence('sum(increase(differences_total[1d])) > 10').left).toHaveLength(1);
    expect(fence('a > 1\nb > 2\ndifferences_total').left).toHaveLength(1);
  });
});

describe('any other condition is left, never guessed', () => {
  test.each([
    'error rate > 5 % for 5 min',
    '`inbox_age_seconds`',
    '`rate(x[5m]`',
    '`x > `',
    '`drop table users; > 1`',
    '',
  ])('%s', (condition) => {
    expect(withCondition(condition).left).toHaveLength(2);
  });
});

test('names are unique, text of the document is no template and stays text', () => {
  const rules = rulesOf(hostile());
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(rules.map(({ annotations }) => annotations.description)).toContain(
    'page: {{"{{"}} query "up" }} and "quotes" # no comment',
  );
});

// .ci/promtool fetches it. Elsewhere the grammar above has to do, and the name of what is skipped says so.
const missing = spawnSync('promtool', ['--version']).error !== undefined;
describe.skipIf(missing)(
  missing ? 'Prometheus’ own promtool, which is not on the PATH (Debian: prometheus),' : 'Prometheus’ own promtool',
  () => {
    let folder: string;
    beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'vibe-specs-rules-'))));
    afterAll(() => rmSync(folder, { recursive: true }));
    const promtool = (rules: string) => {
      writeFileSync(join(folder, 'rules.yml'), rules);
      return spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yml')], { encoding: 'utf8' });
    };

    test.each([
      ['the example', () => exportExample(prometheus).text],
      ['a hostile action', hostile],
    ])('accepts %s', (_, rules) => {
      const { status, stdout, stderr } = promtool(rules());
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(`SUCCESS: ${rulesOf(rules()).length} rules found`);
    });

    test('refuses a wrong expression, so that its silence means something', () => {
      const { status, stderr } = promtool(exportExample(prometheus).text.replace('expr: stripe', 'expr: sum(stripe'));
      expect([status, stderr]).toEqual([1, expect.stringContaining('could not parse expression')]);
    });
  },
);
