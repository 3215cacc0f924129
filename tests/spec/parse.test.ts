import { describe, expect, test } from 'vitest';
import { valueOf } from '../../scripts/spec/kinds.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { filledTemplates } from './filled.ts';

const text = filledTemplates();
const read = (document: string) => parseSection7(document, '07.md').section!;
const problems = (document: string) => read(document).problems.map((p) => p.message);

describe('what markdown left open', () => {
  test('a fence', () => {
    expect(problems(`${text}\n\`\`\`sh\nx\n`)).toEqual(['Unexpected end of the section inside a code fence, expected a closing fence']);
  });
  test('a comment', () => {
    expect(problems(`${text}\n<!-- x\n`)).toEqual(['Unexpected end of the section inside a comment, expected "-->"']);
  });
  test('nesting without end', () => {
    expect(problems(`${text}\n${'> '.repeat(500)}x\n`)).toEqual(['Unexpected nesting: block quotes and lists nested deeper than 100 levels are read as text']);
  });
});

describe('where Section 7 is', () => {
  test.each([
    ['none', '# x\n'],
    ['in a fence', '```\n## 7. x\n```\n'],
    ['in a comment', '<!--\n## 7. x\n-->\n'],
    ['in a quote', '> ## 7. x\n'],
    ['in front matter', '---\nx: |\n  ## 7. x\n---\n'],
  ])('%s', (_, document) => expect(parseSection7(document, 'x.md').section).toBeNull());

  test('it ends at the next section, and what stands there is not read', () => {
    const section = read(`# S\n\n${text}\n## 8. Open [^nowhere]\n\nTBD\n`);
    expect(section.prose.some((p) => p.text.includes('TBD'))).toBe(false);
  });
  test('two of them', () => expect(problems(`${text}\n## 7. Again\n`)).toEqual(['Unexpected second "## 7" heading, expected one Section 7']));
});

describe('the way people write', () => {
  const field = (document: string): string | undefined => {
    const part = read(document).services[0]!.parts.overview;
    return part?.state === 'given' ? valueOf(part.fields.purpose) : undefined;
  };
  test.each([
    ['Windows line ends', (t: string) => t.replaceAll('\n', '\r\n')],
    ['old Mac line ends', (t: string) => t.replaceAll('\n', '\r')],
    ['byte order mark and front matter', (t: string) => `\ufeff---\ntitle: x\n---\n${t}`],
    ['no newline at the end', (t: string) => t.trimEnd()],
    ['bold labels with the colon outside', (t: string) => t.replaceAll(/\*\*([A-Z][^*\n]+):\*\*/g, '**$1**:')],
    ['labels as a list', (t: string) => t.replaceAll(/^(\*\*Integration Purpose)/gm, '- $1')],
    ['blank lines everywhere', (t: string) => t.replaceAll(/\n(?=\*\*)/g, '\n\n')],
    ['closing hashes', (t: string) => t.replaceAll(/^(#{3,5} .*)$/gm, '$1 ##')],
    ['tabs after the numbers', (t: string) => t.replaceAll(/^(#{3,5}) (7\.[^ ]+) /gm, '$1\t$2\t')],
    ['and for &', (t: string) => t.replaceAll(/^(#{3,5} .*) & /gm, '$1 and ')],
  ])('%s', (_, rewrite) => {
    const written = rewrite(text);
    expect(problems(written)).toEqual([]);
    expect(field(written)).toBe('what the features get from it');
  });

  test('escaped pipes, umlauts and emoji in a table', () => {
    const section = read(text.replace('| `NAME` |', '| x |').replace('| operation | 1 s | 3 s | 12 s |', '| Prüfung a\\|b 🎉 | 1 s | 3 s | 12 s |'));
    const part = section.services[0]!.parts.resilience;
    const row = part?.state === 'given' ? valueOf(part.fields.timeouts)![0]! : undefined;
    expect([valueOf(row!.operation), valueOf(row!.total)!.ms]).toEqual(['Prüfung a|b 🎉', 12_000]);
  });
  test('behind an escaped pipe a place is where it stands in the document', () => {
    const document = text.replace('| operation | 1 s | 3 s | 12 s |', '| a \\| `b \\| c` then \\| here [^z] | 1 s | 3 s | 12 s |');
    const run = read(document).prose.find((r) => r.text.includes('then | here'))!;
    expect(run.text.trim()).toBe('a | b | c then | here');
    const at = run.locate(run.text.indexOf('here'));
    expect([document.slice(at, at + 4), document.slice(run.references[0]!.at.start, run.references[0]!.at.end)]).toEqual(['here', '[^z]']);
  });
  const limits = (value: string) => {
    const part = read(text.replace('100 requests per second; 10,000 units/day', value)).services[0]!.parts.api;
    const leaf = part?.state === 'given' ? part.fields.rateLimits : undefined;
    return leaf?.state === 'stated' ? leaf.value.map((r) => r.text) : leaf?.state === 'unreadable' ? leaf.problem ?? 'unreadable' : leaf;
  };
  test('remarks without numbers may follow a rate, and what is no rate is named', () => {
    expect(limits('100 requests per second; each key has its own')).toEqual(['100 requests per second']);
    expect(limits('no limit read at the provider (unverified)')).toEqual(['no limit read at the provider (unverified)']);
    expect(limits('100 requests per second; we send 10 mails')).toBe('"we send 10 mails" is no rate; pieces between semicolons are read one by one, for example: 100 requests per second; 10,000 units/day');
    expect(limits('each key has its own; 100 requests per second')).toBe('"each key has its own" is no rate; pieces between semicolons are read one by one, for example: 100 requests per second; 10,000 units/day');
    expect(limits('soon')).toBe('unreadable');
  });
  test('a value that waits for a decision', () => {
    const part = read(text.replace('| EUR 2,100 |', '| open (D-1) |')).services[0]!.parts.cost;
    const row = part?.state === 'given' ? valueOf(part.fields.estimate)![0]! : undefined;
    expect(row!.monthly).toMatchObject({ state: 'not-applicable', reason: 'open (D-1)', decision: 'D-1' });
  });
  test.each([
    ['[^a]: Stripe, prices from 2023-04-10. https://stripe.com/2022-01-01 (checked 2026-11-20)', '2026-11-20'],
    ['[^a]: Stripe, prices. https://stripe.com (checked 2026-11-20; valid from 2026-12-01)', '2026-11-20'],
    ['[^a]: Stripe, Preise vom 2023-04-10. https://stripe.com (abgerufen am 2026-11-20)', '2026-11-20'],
    ['[^a]: Stripe, prices from 2023-04-10. https://stripe.com 2026-11-20', '2026-11-20'],
    ['[^a]: Stripe, prices. https://stripe.com/2022-01-01', null],
  ])('%s was checked %s', (note, checked) => expect(read(`${text}\n${note}\n`).references!.notes.at(-1)!.checked).toBe(checked));
  test('a wrapped line belongs to its field', () => {
    expect(field(text.replace('what the features get from it', 'what the features\nget from it'))).toBe('what the features get from it');
  });
});
