import { describe, expect, test } from 'vitest';
import { jsonSchemas } from '../../scripts/lazy/json-schema.ts';
import { parseConfig } from '../../scripts/rules/config-file.ts';
import { DEFAULT_CONFIG, settingsFor, type Config } from '../../scripts/rules/config.ts';
import { allRules } from '../../scripts/rules/engine.ts';
import { matchesPath } from '../../scripts/rules/path-pattern.ts';
import { clean, FAULT, found, PLACE, run } from '../engine.ts';
import { changed } from '../support.ts';

const parse = (config: unknown) => parseConfig(JSON.stringify(config), allRules());
const rule = allRules().find(({ id }) => id === 'structure/wall-of-text')!;
const settings = (config: Partial<Config>, file = 'docs/07.md') =>
  settingsFor({ ...DEFAULT_CONFIG, ...config }, file)(rule);

describe('what applies to a rule', () => {
  const own = { maxCell: 400, maxParagraph: 850 };
  test.each<[string, Partial<Config>, string, object]>([
    ['its own', {}, 'warning', own],
    ['its severity', { rules: { 'structure/wall-of-text': 'info' } }, 'info', own],
    ['its group', { rules: { 'structure/*': 'off' } }, 'off', own],
    ['the rule before its group', { rules: { 'structure/*': 'off', 'structure/wall-of-text': 'error' } }, 'error', own],
    [
      'an option',
      { rules: { 'structure/wall-of-text': ['warning', { maxCell: 50 }] } },
      'warning',
      { ...own, maxCell: 50 },
    ],
    ['only others', { only: ['structure/length'] }, 'off', own],
    ['only its group, although it is off', { rules: { 'structure/*': 'off' }, only: ['structure/*'] }, 'warning', own],
  ])('%s', (_, config, level, options) => expect(settings(config)).toEqual({ level, options }));

  test('an override by path, where the path matches; options stay', () => {
    const config: Partial<Config> = {
      rules: { 'structure/wall-of-text': ['error', { maxCell: 50 }] },
      overrides: [{ files: ['docs/old/**', 'notes'], rules: { 'structure/*': 'info' } }],
    };
    expect(settings(config)).toEqual({ level: 'error', options: { ...own, maxCell: 50 } });
    expect(settings(config, 'docs/old/07.md')).toEqual({ level: 'info', options: { ...own, maxCell: 50 } });
    expect(settings(config, 'notes/07.md').level).toBe('info');
  });

  test('in the engine', () => {
    const text = changed(clean, PLACE, FAULT);
    const [at] = found(run(text));
    expect(at).toMatch(/^\d+:1 error structure\/placeholder: /);
    expect(found(run(text, { rules: { 'structure/placeholder': 'info' } }))).toEqual([at!.replace('error', 'info')]);
    expect(found(run(text, { overrides: [{ files: ['docs'], rules: { 'structure/placeholder': 'off' } }] }))).toEqual(
      [],
    );
  });
});

describe('path patterns', () => {
  test.each([
    ['docs/07.md', 'docs/07.md'],
    ['docs/*.md', 'docs/07.md'],
    ['docs/**', 'docs/a/b/07.md'],
    ['**/07.md', 'docs/a/07.md'],
    ['**/07.md', '07.md'],
    ['docs/**/07.md', 'docs/07.md'],
    ['docs', 'docs/a/07.md'],
    ['./docs/', 'docs/07.md'],
    ['docs/0?.md', 'docs/07.md'],
    ['*/a*b*.md', 'docs/axbxb.md'],
  ])('%s matches %s', (pattern, path) => expect(matchesPath(pattern, path)).toBe(true));
  test.each([
    ['docs/*.md', 'docs/a/07.md'],
    ['07.md', 'docs/07.md'],
    ['doc', 'docs/07.md'],
    ['docs/**/x.md', 'docs/07.md'],
    ['docs/0?.md', 'docs/0.md'],
    ['', 'docs'],
  ])('%s does not match %s', (pattern, path) => expect(matchesPath(pattern, path)).toBe(false));
  test('stars of a stranger do not take exponential time', () => {
    expect(matchesPath(`${'*a'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
    expect(matchesPath(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(500))).toBe(false);
  });
});

describe('the configuration', () => {
  test('is read', () => {
    const rules = { 'structure/*': 'off', 'source/date': ['warning', { maxDays: 30 }] };
    expect(parse({ rules, overrides: [{ files: ['a'], rules: { 'numbers/quota': 'info' } }] })).toEqual({
      rules,
      overrides: [{ files: ['a'], rules: { 'numbers/quota': 'info' } }],
    });
    expect(parse({})).toEqual(DEFAULT_CONFIG);
  });

  test.each<[unknown, string]>([
    [{ rules: { 'numbers/qouta': 'off' } }, '"rules": unknown rule "numbers/qouta", did you mean "numbers/quota"?'],
    [{ rules: { 'numbers/quota': 'loud' } }, '"rules.numbers/quota": expected "error", "warning", "info" or "off"'],
    [
      { rules: { 'numbers/quota': ['off', {}] } },
      '"rules.numbers/quota": expected "error", "warning", "info" or "off"',
    ],
    [
      { rules: { 'source/date': ['off', { maxDays: 0 }] } },
      '"rules.source/date.1.maxDays": expected a whole number above 0',
    ],
    [{ rules: { 'source/date': ['off', { days: 3 }] } }, '"rules.source/date.1": unknown key days'],
    [
      { rules: { 'source/date': 3 } },
      '"rules.source/date": expected "error", "warning", "info" or "off", or with options ["warning",{"maxDays":365}], each a whole number above 0',
    ],
    [{ overrides: [{ files: [] }] }, '"overrides.0.files": expected a list of path patterns: ["docs/drafts/**"]'],
    [
      { overrides: [{ files: ['a'], rules: { x: 'off' } }] },
      '"overrides.0.rules": unknown rule "x"; vibe-specs rules lists them',
    ],
    [{ rule: {} }, 'unknown key rule'],
    [[], 'expected an object'],
  ])('%j: %s', (config, message) => expect(() => parse(config)).toThrow(new Error(message)));

  test('has a JSON Schema with the options of each rule', () => {
    const { config } = jsonSchemas(allRules()) as {
      config: { properties: { rules: { properties: Record<string, object> } } };
    };
    expect(config.properties.rules.properties['source/date']).toMatchObject({
      description: expect.stringContaining('(warning)') as string,
      anyOf: [
        { enum: ['error', 'warning', 'info', 'off'] },
        {
          prefixItems: [
            {},
            { properties: { maxDays: { exclusiveMinimum: 0, description: expect.stringContaining('365') as string } } },
          ],
        },
      ],
    });
  });
});
