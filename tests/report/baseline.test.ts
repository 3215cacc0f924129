import { describe, expect, test } from 'vitest';
import { baselineOf, parseBaseline, withoutKnown } from '../../scripts/report/baseline.ts';
import { clean, FAULT, found, PLACE, run } from '../engine.ts';
import { changed } from '../support.ts';

const wrong = changed(clean, PLACE, FAULT);
const known = (text: string) => parseBaseline(baselineOf([run(text)]));
const MESSAGE = found(run(wrong))[0]!.replace(/^.*?placeholder: /, '');

describe('baseline', () => {
  test('holds what a finding says, not its line', () => {
    expect(known(wrong)).toEqual({
      version: 1,
      findings: [{ file: 'docs/07.md', section: '7.1', rule: 'structure/placeholder', message: MESSAGE, count: 1 }],
    });
  });

  test('known findings are silent, also when they move', () => {
    const { results, gone } = withoutKnown([run(`# Title\n\n${wrong}`)], known(wrong));
    expect(results).toMatchObject([{ diagnostics: [], errors: 0, warnings: 0 }]);
    expect(gone).toEqual([]);
  });

  test('a new finding is reported, and one more of the same', () => {
    const elsewhere = changed(wrong, 'One call leaves the server', FAULT);
    expect(withoutKnown([run(elsewhere)], known(wrong)).results[0]!.diagnostics.map((d) => d.section)).toEqual(['7.2']);
    const twice = changed(wrong, FAULT, `${FAULT} and ${FAULT}`);
    expect(withoutKnown([run(twice)], known(wrong)).results[0]!.diagnostics).toHaveLength(1);
  });

  test('a finding that is gone is named; one of a file that was not checked is not', () => {
    const baseline = known(wrong);
    expect(withoutKnown([run(clean)], baseline).gone).toEqual(baseline.findings);
    expect(withoutKnown([], baseline).gone).toEqual([]);
  });

  test.each([
    ['{', 'no valid JSON'],
    ['{"version":2,"findings":[]}', '"version"'],
    ['{"version":1,"findings":[{"file":"a"}]}', '"findings.0.'],
  ])('%s is refused: %s', (json, message) => {
    expect(() => parseBaseline(json)).toThrow(message);
  });
});
