import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { extractSection, replaceSection, sectionSpan } from '../../scripts/spec/replace.ts';
import { seventhsOf } from '../../scripts/spec/seventh.ts';
import { changed, tiny } from '../support.ts';

const section = tiny;
const stamped = changed(section.trim(), 'format=2', 'format=2 inputs=0123456789abcdef');
const put = (target: string, fresh = section) => {
  const result = replaceSection(target, fresh, '0123456789abcdef');
  if (!result.ok) throw new Error(result.problem);
  return result;
};

const SEVERAL =
  'more than one heading has the number 7; keep it for the section about integrations and renumber the others';
const foreign = (title: string) =>
  `"${title}" has the number 7 and is not about integrations; renumber it, or name it "External Service Integrations" if it is the section to replace`;

describe('where Section 7 goes', () => {
  test.each([
    ['an empty document', '', `${stamped}\n`],
    ['at the end', '## 6. Security\n\ntext\n', `## 6. Security\n\ntext\n\n${stamped}\n`],
    ['no newline at the end', '## 6. Security', `## 6. Security\n\n${stamped}\n`],
    ['before Section 8', '## 6. A\n\n## 8. B\ntext', `## 6. A\n\n${stamped}\n\n## 8. B\ntext`],
    ['before Section 10', '## 6. A\n\n## 10. B\n', `## 6. A\n\n${stamped}\n\n## 10. B\n`],
    ['in place of the old one', '# S\n\n## 7) Old Integrations\n\n## 8 B\n', `# S\n\n${stamped}\n\n## 8 B\n`],
    ['a German title', '## 7. Integrationen\n\n## 8 B\n', `${stamped}\n\n## 8 B\n`],
    ['any title with the format comment', '## 7. Dienste\n<!-- vibe-specs format=9 -->\n', `${stamped}\n`],
    ['sections at the first level', '# 6. A\n\n# 7. External Services\n\n# 8. B\n', `# 6. A\n\n${stamped}\n\n# 8. B\n`],
    ['before Section 8 at the first level', '# 6. A\n\n# 8. B\n', `# 6. A\n\n${stamped}\n\n# 8. B\n`],
    [
      'line ends of the document',
      '## 6. A\r\n\r\n## 8. B\r\n',
      `## 6. A\r\n\r\n${stamped.replaceAll('\n', '\r\n')}\r\n\r\n## 8. B\r\n`,
    ],
    [
      'byte order mark and front matter',
      '\ufeff---\ntitle: x\n---\n# S\n',
      `\ufeff---\ntitle: x\n---\n# S\n\n${stamped}\n`,
    ],
    [
      'decoys in fences, comments, quotes and lists',
      '```\n## 7. x\n```\n<!--\n## 7. y\n-->\n> ## 7. z\n\n- ## 7. w\n\n# E\n',
      null,
    ],
  ])('%s', (_, target, expected) => {
    const { text } = put(target);
    expect(text).toBe(expected ?? `${target}\n${stamped}\n`);
    expect(extractSection(text)!.trim()).toBe(expected?.includes('\r\n') ? stamped.replaceAll('\n', '\r\n') : stamped);
  });
});

describe('what is refused, with nothing done', () => {
  test.each([
    ['two sections', '## 7. Integrations\n\n## 7. B\n', SEVERAL, [0, 20]],
    ['two sections, neither about integrations', '## 7. A\n\n## 7. B\n', SEVERAL, [0, 9]],
    ['another section', '# S\n\n## 7. Out of scope\n\nMarketing.\n', foreign('Out of scope'), [5]],
    ['a section without a title', '## 7.\n\ntext\n', foreign(''), [0]],
    ['tests of the integration', '## 7. Integration Testing\n', foreign('Integration Testing'), [0]],
    ['a delivery pipeline', '## 7. Continuous Integration\n', foreign('Continuous Integration'), [0]],
    [
      'an open fence before',
      '# S\n\n```js\nlet x;\n',
      'the text before Section 7 ends inside a code fence, comment or list that would swallow the section; close it first',
      [5],
    ],
    [
      'an open comment before',
      '# S\n\n<!-- note\n',
      'the text before Section 7 ends inside a code fence, comment or list that would swallow the section; close it first',
      [5],
    ],
  ])('%s', (_, target, problem, places) => {
    expect(replaceSection(target, section, '0')).toEqual({ ok: false, problem, places });
  });
});

test('a file that is named for Section 7 needs no number in its heading', () => {
  const old = '# Integrations\n\n## Stripe\nAsk Ada.\n';
  const result = replaceSection(old, section, '0123456789abcdef', true);
  expect(result).toMatchObject({ ok: true, created: false, carried: 2 });
  const other = replaceSection(old, section, '0123456789abcdef', false);
  expect(other.ok && other.text.startsWith(`${old}\n`)).toBe(true);
});

describe('an older section', () => {
  const old =
    '## 7. Integrations\n\nAsk Ms Braun before you rotate the key.\n\n| Who | When |\n|---|---|\n| Braun | 2026-01 |\n\n```sh\n## 7. not a heading\n```\n### 7.1 Mail\nGoogle Sign-In\n';

  test('keeps each line that the new one does not carry, verbatim, and no heading comes alive', () => {
    const { text, carried } = put(`# S\n\n${old}\n## 8. B\n`);
    const notes =
      '### 7.H Carried-over Notes\n\n````text\nAsk Ms Braun before you rotate the key.\n| Who | When |\n| Braun | 2026-01 |\n```sh\n## 7. not a heading\n### 7.1 Mail\n````\n\n### 7.R References';
    expect(carried).toBe(6);
    expect(text).toContain(notes);
    expect(text.startsWith('# S\n\n## 7. External')).toBe(true);
    expect(text.endsWith('\n\n## 8. B\n')).toBe(true);
  });

  test('applied twice, nothing doubles', () => {
    const once = put(`# S\n\n${old}\n## 8. B\n`).text;
    expect(put(once).text).toBe(once);
    expect(put(once, extractSection(once)!).text).toBe(once);
  });

  test('what the draft names is dropped: a heading with all below it, a line by how it begins', () => {
    const drop = (names: string) => section.replace('\n### 7.R', `\n<!-- vibe-specs-drop${names}-->\n\n### 7.R`);
    const result = (names: string) => put(`# S\n\n${old}\n## 8. B\n`, drop(names));
    expect(result(': 7.1 Mail ')).toMatchObject({ carried: 5, dropped: 1 });
    expect(result('\nask ms braun\n| Braun | 2026-01 |\n')).toMatchObject({ carried: 4, dropped: 2 });
    expect(result(': 7. Integrations ')).toMatchObject({ carried: 0, dropped: 6 });
    expect(result(': Who was it ')).toMatchObject({ carried: 6, dropped: 0 });
    expect(result(': 7.1 Mail ').text).not.toContain('vibe-specs-drop');
    expect(result(': 7. Integrations ').text).not.toContain('7.H');
  });

  test('notes that were carried once can be dropped later', () => {
    const once = put(`# S\n\n${old}\n## 8. B\n`).text;
    const again = put(once, section.replace('\n### 7.R', '\n<!-- vibe-specs-drop: Ask Ms Braun -->\n\n### 7.R'));
    expect([again.carried, again.dropped]).toEqual([5, 1]);
    expect(again.text).not.toContain('Braun before');
  });

  test('in one of ours, quoted remarks of people stay', () => {
    const first = changed(put('# S\n').text, 'Not used:', '> Ms Braun knows the account.\n\nNot used:');
    const again = put(first);
    expect(again.carried).toBe(1);
    expect(again.text).toContain('````text\n> Ms Braun knows the account.\n````'.replaceAll('````', '```'));
  });
});

test('whatever the document, nothing outside of Section 7 changes', () => {
  const line = fc.constantFrom(
    '# A',
    '## 6. B',
    '## 7. C',
    '## 7. Integrations',
    '# 7 External services',
    '### 7.1 D',
    '## 8. E',
    'text',
    '',
    '> ## 7 q',
    '- item',
    '  - deep',
    '```',
    '~~~',
    '<!--',
    '-->',
    '    code',
    '| a | b |',
    '|---|---|',
    '---',
    '===',
    '[x]: y',
    '\ttab',
    'ünïcödé 🎉',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, eol, end) => {
      const target = lines.join(eol) + (end ? eol : '');
      const result = replaceSection(target, section, '0123456789abcdef');
      if (!result.ok) return;
      const span = seventhsOf(parseMarkdown(target), false)[0]?.span;
      const fresh = sectionSpan(parseMarkdown(result.text))!;
      const [before, after] = [result.text.slice(0, fresh.start), result.text.slice(fresh.end)];
      if (span) {
        expect([before, after]).toEqual([target.slice(0, span.start), target.slice(span.end)]);
      } else {
        expect((before + after).replace(/\s/g, '')).toBe(target.replace(/\s/g, ''));
        expect(target.startsWith(before.trimEnd())).toBe(true);
      }
      expect(
        parseSection7(result.text, 'x.md').section?.problems.filter((p) => p.kind === 'duplicate-section'),
      ).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
