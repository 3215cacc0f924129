import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { gapsOf } from '../../scripts/rules/structure/gaps.ts';
import { PART_KEYS, SERVICE_PARTS, health, infrastructure, methodology, overview, registry, security, type PartDef } from '../../scripts/spec/format.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { filledTemplates } from './filled.ts';

const text = filledTemplates();

function complaints(document: string): string[] {
  const { section } = parseSection7(document, '07.md');
  return [...gapsOf(section!).map((g) => g.message), ...section!.problems.map((p) => p.message)];
}

describe('the templates', () => {
  test.each(readdirSync(new URL('../../templates/sections', import.meta.url)))('%s: every code fence is closed, and no heading is swallowed', (name) => {
    const source = readFileSync(new URL(`../../templates/sections/${name}`, import.meta.url), 'utf8');
    const { blocks } = parseMarkdown(source);
    expect(blocks.filter((b) => b.kind === 'code' && !b.closed)).toEqual([]);
    expect(blocks.filter((b) => b.kind === 'heading').length).toBe(source.split('\n').filter((line) => /^#{1,6} /.test(line)).length);
  });

  test('filled in, they are a complete Section 7', () => {
    expect(complaints(text)).toEqual([]);
  });
});

/** The text without the field: its label's line and what follows up to the next label or heading. */
function without(part: string, label: string): string {
  const start = text.indexOf(`**${label}:**`, text.indexOf(part));
  const next = /\n(?=\*\*[A-Z][^*\n]*:\*\*|#|```)/.exec(text.slice(start + 1));
  return text.slice(0, start) + text.slice(start + 1 + next!.index + 1);
}

const FIXED: readonly [string, PartDef][] = [['7.1', overview], ['7.2', infrastructure], ['7.3', registry], ['7.4', security], ['7.T.1', methodology], ['7.T.2', health]];
const PARTS: readonly [string, PartDef][] = [...FIXED, ...PART_KEYS.map((key, i): [string, PartDef] => [`7.P.1.${i + 1}`, SERVICE_PARTS[key]])];
const FIELDS = PARTS.flatMap(([number, part]) => Object.values(part.fields).map(({ label }) => [number, part.title, label] as const));

describe('a field that is removed is reported, and nothing else', () => {
  test('the format has this many fields', () => expect(FIELDS.length).toBe(62));

  test.each(FIELDS)('%s %s: %s', (number, title, label) => {
    expect(complaints(without(` ${number} ${title}`, label))).toEqual([`Missing field ${number} "${label}"`]);
  });
});

describe('a section or part that is removed is reported', () => {
  const headings = text.split('\n').filter((line) => /^#{3,5} 7\./.test(line) && !/^### 7\.P |^#### 7\.P\.1 /.test(line));

  test.each(headings)('%s', (heading) => {
    const level = heading.indexOf(' ');
    const start = text.indexOf(`${heading}\n`);
    const next = new RegExp(`\\n(?=#{1,${level}} )`).exec(text.slice(start + 1));
    const cut = text.slice(0, start) + (next ? text.slice(start + 1 + next.index + 1) : '');
    const what = heading.startsWith('#####') ? 'part' : 'section';
    expect(complaints(cut)).toEqual([`Missing ${what} "${heading}"`]);
  });
});

describe('the rows of each table are read', () => {
  test.each([
    ['| we |', '| somebody |', 'Unexpected value "somebody" of "Retried by" in row 1 of 7.P.1.6 "Retry Strategy", expected a value such as: SDK, we, none'],
    ['| 12 s |', '| soon |', 'Unexpected value "soon" of "Total" in row 1 of 7.P.1.6 "Timeout Configuration", expected a value such as: 5 s'],
    ['| Attempts |', '| Tries |', 'Unexpected value of 7.P.1.6 "Retry Strategy": missing column Attempts; expected the columns Operation | Attempts | Backoff | Retried errors | Retried by'],
  ])('%s → %s', (right, wrong, message) => {
    expect(complaints(text.replace(right, wrong))).toEqual([message]);
  });
});
