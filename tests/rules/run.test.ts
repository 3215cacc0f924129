import { describe, expect, test } from 'vitest';
import { RULES } from '../../scripts/rules/index.ts';
import { parseConfig } from '../../scripts/rules/config-file.ts';
import type { Rule } from '../../scripts/rules/types.ts';
import { clean, found, run } from '../engine.ts';

const defect = clean.replace('**Status:** decided', '**Status:** maybe');
const finding = '58:13 error structure/unreadable-value: Unexpected value "maybe" of 7.P.1.1 "Status", expected a value such as: decided';

describe('check', () => {
  test('a complete section has no findings', () => {
    expect(found(run(clean))).toEqual([]);
  });

  test('a finding has its place, section, page and advice', () => {
    const result = run(defect);
    expect(found(result)).toEqual([finding]);
    expect(result.diagnostics[0]).toMatchObject({ file: 'docs/07.md', section: '7.P.1.1', endLine: 58, endColumn: 18, url: 'https://github.com/vibe-specs/vibe-specs/blob/main/docs/rules/structure/unreadable-value.md' });
    expect(result).toMatchObject({ errors: 1, warnings: 0, disabled: [] });
  });

  test('a name as long as the document makes no message as long', () => {
    const { diagnostics } = run(clean.replace('##### 7.P.1.1 Service', `##### 7.P.1.1 ${'x'.repeat(100_000)}`));
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { message, advice } of diagnostics) expect(Math.max(message.length, advice?.length ?? 0)).toBeLessThanOrEqual(800);
  });

  test.each([
    ['an empty document', ''],
    ['another section', '## 6. Security\n'],
    ['a heading in a fence', '```\n## 7. External\n```\n'],
    ['a heading in a comment', '<!--\n## 7. External\n-->\n'],
    ['a comment that would disable it', '<!-- vibe-specs-disable structure/missing-section: no -->\n\ntext\n'],
  ])('no Section 7: %s', (_, text) => {
    expect(found(run(text)).filter((f) => !f.includes('config/'))).toEqual(['1:1 error structure/missing-section: Missing Section 7, expected a heading "## 7. External Service Integration Architecture"']);
  });

  test('findings stand in the order of their places', () => {
    const two = defect.replace('**Fallback:**', '**Fallbak:**');
    expect(run(two).diagnostics.map((d) => d.line)).toEqual([58, 117, 136]);
  });

  test('lines are counted over CRLF and after a byte order mark', () => {
    expect(found(run(`\ufeff${defect.replaceAll('\n', '\r\n')}`))).toEqual([finding]);
  });

  test('a rule that throws loses no other finding and is reported', () => {
    const rules = RULES as Rule[];
    rules.push({ id: 'test/broken', severity: 'error', summary: 'breaks', check: () => { throw new Error('boom'); } });
    try {
      expect(found(run(defect))).toEqual(['1:1 error internal/rule-failed: The rule test/broken failed: boom', finding]);
    } finally {
      rules.pop();
    }
  });
});

describe('inline disables', () => {
  const comment = (text: string) => `<!-- vibe-specs-disable ${text} -->`;
  const both = (where: string, text: string) => run(defect.replace(where, text));

  test.each([
    ['at the end of the line', '**Status:** maybe', `**Status:** maybe ${comment('structure/unreadable-value: waits for the board')}`],
    ['below the heading', '##### 7.P.1.1 Service Overview\n', `##### 7.P.1.1 Service Overview\n${comment('structure/unreadable-value: waits for the board')}\n\n`],
    ['with two rules, one of them at work', '**Status:** maybe', `**Status:** maybe ${comment('structure/placeholder, structure/unreadable-value: waits for the board')}`],
  ])('%s', (_, where, text) => {
    const result = both(where, text);
    expect(found(result)).toEqual([]);
    expect(result.disabled.map((d) => [d.diagnostic.rule, d.reason])).toEqual([['structure/unreadable-value', 'waits for the board']]);
  });

  test.each([
    ['no reason', 'structure/unreadable-value', 'error config/disable-without-reason: Missing reason for disabling structure/unreadable-value'],
    ['an empty reason', 'structure/unreadable-value:', 'error config/disable-without-reason: Missing reason for disabling structure/unreadable-value'],
    ['a misspelt rule', 'structure/unreadable-valu: x', 'error config/unknown-rule: Unexpected rule "structure/unreadable-valu", expected "structure/unreadable-value" in a disabling comment'],
    ['an unknown rule', 'nothing: x', 'error config/unknown-rule: Unexpected rule "nothing" in a disabling comment'],
    ['no rule', ': x', 'error config/unknown-rule: Missing rule id in the disabling comment'],
    ['another rule', 'structure/duplicate: x', 'warning config/unused-disable: Unexpected disabling comment: structure/duplicate finds nothing here'],
  ])('%s disables nothing and is reported', (_, text, fault) => {
    const result = both('**Status:** maybe', `**Status:** maybe ${comment(text)}`);
    expect(found(result)).toEqual([finding, `58:19 ${fault}`]);
    expect(result.disabled).toEqual([]);
  });

  test('a comment on another line covers nothing of this one', () => {
    const result = both('**Service Type:** Payment & Financial', `**Service Type:** Payment & Financial ${comment('structure/unreadable-value: x')}`);
    expect(found(result)).toEqual(['55:39 warning config/unused-disable: Unexpected disabling comment: structure/unreadable-value finds nothing here', finding]);
  });

  test('a comment in a fence is an example', () => {
    expect(found(both('```mermaid', `\`\`\`text\n${comment('nothing')}\n\`\`\`\n\n\`\`\`mermaid`)).filter((f) => f.includes('config/'))).toEqual([]);
  });
});

describe('configuration', () => {
  const known = ['structure/duplicate', 'numbers/sum'];

  test('a rule, or a group, is a warning or off', () => {
    expect(found(run(defect, { rules: { 'structure/*': 'off' } }))).toEqual([]);
    expect(found(run(defect, { rules: { 'structure/*': 'off', 'structure/unreadable-value': 'warning' } }))).toEqual([finding.replace('error', 'warning')]);
  });

  test('is read', () => {
    expect(parseConfig('{"rules":{"numbers/*":"off","structure/duplicate":"warning"},"maxSourceAge":30}', known)).toEqual({ rules: { 'numbers/*': 'off', 'structure/duplicate': 'warning' }, maxSourceAge: 30 });
  });

  test.each([
    ['{"rule":{}}', 'unknown key rule'],
    ['{"maxSourceAge":-1}', '"maxSourceAge": expected a positive number of days'],
    ['{"rules":{"structure/duplicate":"fatal"}}', '"rules.structure/duplicate": expected "error", "warning" or "off"'],
    ['{"rules":{"structure/duplicat":"off"}}', '"rules": unknown rule "structure/duplicat", did you mean "structure/duplicate"?'],
    ['{"rules":{"numberz/*":"off"}}', '"rules": unknown rule "numberz/*", did you mean "numbers/*"?'],
    ['[]', 'expected an object'],
    ['{', 'no valid JSON'],
  ])('%s: %s', (json, message) => {
    expect(() => parseConfig(json, known)).toThrow(message);
  });
});
