import { describe, expect, test } from 'vitest';
import { formatAgent } from '../../scripts/report/agent.ts';
import { counted, type CheckResult, type Diagnostic } from '../../scripts/report/diagnostic.ts';
import { formatGithub } from '../../scripts/report/outputs/github.ts';
import { formatJson } from '../../scripts/report/outputs/json.ts';
import { formatText } from '../../scripts/report/text.ts';

const at = { start: 0, end: 3 };
const place = { file: 'docs/a,b: 100%.md', at, line: 3, column: 5, endLine: 3, endColumn: 8 };

function diagnostic(over: Partial<Diagnostic>): Diagnostic {
  return {
    ...place,
    rule: 'numbers/sum',
    severity: 'error',
    section: '7.P.1.8',
    message: 'Unexpected sum 3, expected 1 + 1 = 2',
    advice: null,
    url: 'https://x.test/sum',
    related: [],
    ...over,
  };
}

function result(...diagnostics: Diagnostic[]): CheckResult {
  return {
    file: place.file,
    diagnostics,
    disabled: [],
    notChecked: [],
    run: null,
    words: null,
    ...counted(diagnostics),
  };
}

const full = diagnostic({
  severity: 'warning',
  advice: 'Add again.',
  related: [{ ...place, line: 9, message: 'the other value' }],
});

describe('text', () => {
  test('place, severity, rule, message; below: related places, advice, page', () => {
    expect(
      formatText([result(full)]),
    ).toBe(`docs/a,b: 100%.md:3:5: warning numbers/sum: Unexpected sum 3, expected 1 + 1 = 2
    docs/a,b: 100%.md:9:5: the other value
    Add again.
    https://x.test/sum
0 errors, 1 warning in 1 file
`);
  });

  test('disabled findings are named with the reason', () => {
    expect(formatText([{ ...result(), disabled: [{ diagnostic: full, reason: 'known to us' }] }])).toBe(
      'docs/a,b: 100%.md:3:5: disabled numbers/sum: known to us\n0 errors, 0 warnings, 1 disabled in 1 file\n',
    );
  });

  test('colours where asked', () => {
    expect(formatText([result(diagnostic({}))], { colour: true })).toBe(
      'docs/a,b: 100%.md:3:5: \u001b[31merror\u001b[39m numbers/sum: Unexpected sum 3, expected 1 + 1 = 2\n\u001b[2m    https://x.test/sum\u001b[22m\n1 error, 0 warnings in 1 file\n',
    );
  });

  test('control characters of a document do not reach the terminal', () => {
    expect(formatText([result(diagnostic({ message: 'a\u001b[2Jb\u202ec\nd' }))])).toBe(
      'docs/a,b: 100%.md:3:5: error numbers/sum: a\ufffd[2Jb\ufffdc\ufffdd\n    https://x.test/sum\n1 error, 0 warnings in 1 file\n',
    );
  });

  test('what was not judged, what ran and what did not, and how to run it', () => {
    const rest = {
      notChecked: [{ ...place, rule: 'numbers/sum', what: 'the cost of Stripe' }],
      run: { ran: ['SQL: 2 blocks'], notRun: [{ what: 'types', why: 'no typescript', how: 'npm install' }] },
      words: 12,
    };
    expect(
      formatText([{ ...result(), ...rest } as CheckResult]),
    ).toBe(`docs/a,b: 100%.md:3:5: not checked: the cost of Stripe
ran: SQL: 2 blocks
not run: types: no typescript
vibe-specs check --run --install (with --draft for the draft) installs what is missing
0 errors, 0 warnings in 1 file; 12 words without code
`);
  });

  test('no results', () => {
    expect(formatText([])).toBe('0 errors, 0 warnings in 0 files\n');
  });
});

describe('github', () => {
  test('one annotation a finding, escaped as workflow commands want it', () => {
    expect(formatGithub([result(full, diagnostic({ message: 'a\r\nb: 50%, c' }))])).toBe(
      [
        '::warning file=docs/a%2Cb%3A 100%25.md,line=3,endLine=3,col=5,endColumn=8,title=numbers/sum::Unexpected sum 3, expected 1 + 1 = 2. Add again. https://x.test/sum',
        '::error file=docs/a%2Cb%3A 100%25.md,line=3,endLine=3,col=5,endColumn=8,title=numbers/sum::a%0D%0Ab: 50%25, c https://x.test/sum',
        '1 error, 1 warning in 1 file\n',
      ].join('\n'),
    );
  });
});

describe('json', () => {
  test('everything, with totals', () => {
    const results = [result(full), result(diagnostic({}))];
    expect(JSON.parse(formatJson(results))).toEqual({ errors: 1, warnings: 1, results });
  });
});

describe('agent', () => {
  test('structure first, then errors, then warnings', () => {
    const structure = diagnostic({ rule: 'structure/duplicate', message: 'Two', line: 90 });
    expect(formatAgent([result(full, diagnostic({}), structure)])).toBe(`vibe-specs check: 2 errors, 1 warning in 1 file
docs/a,b: 100%.md:90:5: error structure/duplicate: Two
docs/a,b: 100%.md:3:5: error numbers/sum: Unexpected sum 3, expected 1 + 1 = 2
docs/a,b: 100%.md:3:5: warning numbers/sum: Unexpected sum 3, expected 1 + 1 = 2. Add again. (the other value: docs/a,b: 100%.md:9)
`);
  });

  test('within the budget, and how many are left', () => {
    const many = Array.from({ length: 500 }, (_, i) => diagnostic({ line: i + 1 }));
    const text = formatAgent([result(...many)]);
    const shown = text.split('\n').filter((l) => l.includes('numbers/sum')).length;
    expect(text.length).toBeLessThanOrEqual(8000);
    expect(text.endsWith(`\nand ${500 - shown} more: run vibe-specs check\n`)).toBe(true);
    expect(shown).toBeGreaterThan(80);
  });

  test('a finding larger than the budget leaves its head', () => {
    expect(
      formatAgent([result(diagnostic({ message: 'x'.repeat(10_000) }))]),
    ).toBe(`vibe-specs check: 1 error, 0 warnings in 1 file
docs/a,b: 100%.md:3:5: error numbers/sum: ${'x'.repeat(500)}…
`);
  });
});
