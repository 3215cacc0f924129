import { describe, expect, test } from 'vitest';
import { clean, found as shown, run } from '../engine.ts';
import { found, right } from './example.ts';
import { fixture } from './fixture.ts';

const lines = (n: number, text = 'x') => Array.from({ length: n }, (_, i) => `${text}${i}`).join('\n');

describe('structure/code-length', () => {
  const length = (language: string, code: string) => found('structure/code-length', ['#### 7.O.4', `\`\`\`\`${language}\n${code}\n\`\`\`\`\n\n#### 7.O.4`]);
  test.each([
    ['ts', lines(21), 'Unexpected 21 lines of code in 7.O.3, expected at most 20'],
    ['', lines(30), 'Unexpected 30 lines of code in 7.O.3, expected at most 20'],
    ['mermaid', `flowchart LR\n${lines(60, 'A')}`, 'Unexpected 61 lines of a diagram in 7.O.3, expected at most 60'],
    ['json', `"${'x'.repeat(17_000)}"`, 'Unexpected size of code in 7.O.3, expected at most 16 KB: it is not read'],
    ['mermaid', `flowchart LR\n${'x'.repeat(7_000)}`, 'Unexpected size of code in 7.O.3, expected at most 6 KB: it is not read'],
    ['mermaid', `flowchart LR\n${lines(300, 'A')}`, 'Unexpected size of code in 7.O.3, expected at most 240 lines: it is not read'],
  ])('%s: too long', (language, code, message) => expect(length(language, code)).toEqual([message]));
  test.each([['ts', lines(20)], ['sql', lines(20).replaceAll('\n', '\n\n')], ['mermaid', `flowchart LR\n${lines(59, 'A')}`], ['text', '']])('%s: not too long', (language, code) => expect(length(language, code)).toEqual([]));
  test('many fences of the largest size', () => {
    const fence = `\`\`\`yaml\na: ${'x'.repeat(15_000)}\n\`\`\`\n\n`;
    const messages = found('structure/code-length', ['#### 7.O.4', `${fence.repeat(10)}#### 7.O.4`]);
    expect(messages).toEqual([1, 2].map(() => 'Unexpected size of code in 7.O.3, expected at most 128 KB of code in all: it is not read'));
  });
});

describe('structure/length', () => {
  const warnings = (text: string) => shown(run(text)).filter((f) => f.includes('structure/length'));
  const service = clean.split('\n').findIndex((line) => line.startsWith('#### 7.P.1 ')) + 1;
  /** The filled templates with more text in a place. */
  const longer = (before: string, n: number, text = 'And so on.') => clean.replace(before, `${Array.from({ length: n }, () => text).join('\n\n')}\n\n${before}`);
  test('the templates are short enough', () => expect(warnings(clean)).toEqual([]));
  test('a service', () => {
    const [finding] = warnings(longer('##### 7.P.1.2', 100));
    expect(finding).toMatch(new RegExp(`^${service}:1 warning structure/length: Unexpected 1\\d\\d lines of "Stripe", expected at most 120 \\(60 to 100 are enough\\)$`));
  });
  test('the whole section', () => {
    const [finding] = warnings(longer('#### 7.O.2', 250));
    expect(finding).toMatch(/^1:1 warning structure\/length: Unexpected \d{3} lines of Section 7, expected at most 270 for 1 service$/);
  });
  test('carried-over notes and blank lines do not count', () => {
    expect(warnings(longer('### 7.R', 1).replace('### 7.R', `### 7.H Carried-over Notes\n\n${lines(400)}\n\n### 7.R`))).toEqual([]);
    expect(warnings(clean.replaceAll('\n\n', `\n${'\n'.repeat(9)}`))).toEqual([]);
  });
});

test('the example and the fixture are silent', () => {
  const lantern = fixture('tests/fixtures/projects/lantern-stage');
  const ours = (findings: string[]) => findings.filter((f) => /^structure\/(?:code-|length)/.test(f));
  expect([ours(lantern.findings(lantern.right)), found('structure/length'), found('structure/code-length')]).toEqual([[], [], []]);
  expect(right).toContain('```mermaid');
});
