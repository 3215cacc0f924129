import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { formatSarif } from '../../scripts/report/outputs/sarif.ts';
import { allRules } from '../../scripts/rules/engine.ts';
import { clean, FAULT, found, PLACE, run } from '../engine.ts';
import { changed } from '../support.ts';

// The schema is draft 4; its only difference here is how it names itself.
const {
  id: _id,
  $schema: _draft,
  ...schema
} = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
);
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const validate = ajv.compile(schema);

const wrong = changed(clean, PLACE, FAULT);
const repeated = `${clean}\n### 7.1 Again\n`;
const disabled = changed(wrong, FAULT, `${FAULT} <!-- vibe-specs-disable structure/placeholder: waits -->`);

const sarif = (...texts: string[]) =>
  JSON.parse(
    formatSarif(
      texts.map((t) => run(t)),
      allRules(),
    ),
  );

describe('sarif', () => {
  test.each([
    ['no finding', [clean]],
    ['findings', [wrong]],
    ['related places', [repeated]],
    ['a disabled finding', [disabled]],
    ['no Section 7', ['']],
    ['no files', []],
  ])('%s: valid by the published schema', (_, texts) => {
    const log = sarif(...texts);
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema refuses what is wrong', () => {
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  test('a finding', () => {
    const [, line, column, message] = /^(\d+):(\d+) error structure\/placeholder: (.*)$/.exec(found(run(wrong))[0]!)!;
    const [result] = sarif(wrong).runs[0].results;
    expect(result).toEqual({
      ruleId: 'structure/placeholder',
      ruleIndex: allRules().findIndex((r) => r.id === 'structure/placeholder'),
      level: 'error',
      message: { text: expect.stringContaining(message!) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'docs/07.md', uriBaseId: '%SRCROOT%' },
            region: {
              startLine: Number(line),
              startColumn: Number(column),
              endLine: Number(line),
              endColumn: Number(column) + FAULT.length,
            },
          },
          logicalLocations: [{ name: '7.1', kind: 'section' }],
        },
      ],
      partialFingerprints: { 'vibeSpecs/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  test('a related place', () => {
    const [result] = sarif(repeated).runs[0].results;
    expect(result.relatedLocations).toMatchObject([
      { message: { text: 'the first one' }, physicalLocation: { artifactLocation: { uri: 'docs/07.md' } } },
    ]);
  });

  test.each([
    ['docs/07 größe #1?.md', { uri: 'docs/07%20gr%C3%B6%C3%9Fe%20%231%3F.md', uriBaseId: '%SRCROOT%' }],
    ['c:07.md', { uri: 'c%3A07.md', uriBaseId: '%SRCROOT%' }],
    ['a\\b.md', { uri: 'a%5Cb.md', uriBaseId: '%SRCROOT%' }],
    ['/tmp/07.md', { uri: 'file:///tmp/07.md' }],
    ['C:/home/a:b.md', { uri: 'file:///C:/home/a%3Ab.md' }],
    ['//server/share/07.md', { uri: 'file://server/share/07.md' }],
  ])('the address of %s', (file, expected) => {
    const result = run(wrong);
    const [{ locations }] = JSON.parse(
      formatSarif([{ ...result, diagnostics: result.diagnostics.map((d) => ({ ...d, file })) }], allRules()),
    ).runs[0].results;
    expect(locations[0].physicalLocation.artifactLocation).toEqual(expected);
  });

  test('its fingerprint survives text above it, and differs from its twin', () => {
    const prints = (text: string) =>
      sarif(text).runs[0].results.map((r: { partialFingerprints: object }) => Object.values(r.partialFingerprints)[0]);
    const two = changed(wrong, FAULT, `${FAULT} and ${FAULT}`);
    expect(prints(`# Title\n\n${wrong}`)).toEqual(prints(wrong));
    expect(new Set(prints(two)).size).toBe(2);
  });

  test('every rule has its help page', () => {
    const { rules } = sarif(clean).runs[0].tool.driver;
    expect(rules.map((r: { id: string; helpUri: string }) => [r.id, r.helpUri])).toEqual(
      allRules().map((r) => [r.id, `https://github.com/vibe-specs/vibe-specs/blob/main/docs/rules/${r.id}.md`]),
    );
  });

  test('a disabled finding is a suppressed result', () => {
    expect(sarif(disabled).runs[0].results.map((r: { suppressions: unknown }) => r.suppressions)).toEqual([
      [{ kind: 'inSource', justification: 'waits' }],
    ]);
  });
});
