import { describe, expect, test } from 'vitest';
import { baselineOf, parseBaseline, withoutKnown } from '../../scripts/report/baseline.ts';
import { clean, found, run } from '../engine.ts';

const status = clean.replace('**Status:** decided', '**Status:** maybe');
const gateway = '**API Gateway:** as above';
const hole = (text: string) => text.replace(gateway, '**API Gateway:** ‹fill›');
const known = (text: string) => parseBaseline(baselineOf([run(text)]));

describe('baseline', () => {
  test('holds what a finding says, not its line', () => {
    expect(known(status)).toEqual({
      version: 1,
      findings: [{ file: 'docs/07.md', section: '7.P.1.1', rule: 'structure/unreadable-value', message: 'Unexpected value "maybe" of 7.P.1.1 "Status", expected a value such as: decided', count: 1 }],
    });
  });

  test('known findings are silent, also when they move', () => {
    const { results, gone } = withoutKnown([run(`# Title\n\n${status}`)], known(status));
    expect(results).toMatchObject([{ diagnostics: [], errors: 0, warnings: 0 }]);
    expect(gone).toEqual([]);
  });

  test('a new finding is reported', () => {
    const { results } = withoutKnown([run(hole(status))], known(status));
    expect(results.flatMap(found)).toEqual(['24:18 error structure/placeholder: Unexpected placeholder "‹fill›" in 7.2, expected content']);
  });

  test('one more of the same is reported', () => {
    const two = hole(clean).replace('**Monitoring:** as above', '**Monitoring:** ‹fill›');
    const { results } = withoutKnown([run(two)], known(hole(clean)));
    expect(results.flatMap(found)).toEqual(['26:17 error structure/placeholder: Unexpected placeholder "‹fill›" in 7.2, expected content']);
  });

  test('a finding that is gone is named; one of a file that was not checked is not', () => {
    const baseline = known(status);
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
