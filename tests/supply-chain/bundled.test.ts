import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
// @ts-expect-error a script of the build, without types
import { advisories, newestOf } from '../../scripts/dev/audit-bundle.mjs';
// @ts-expect-error a script of the build, without types
import { bundledPackages } from '../../scripts/dev/bundled.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, object>;
const bundled = bundledPackages(root) as { name: string; version: string; licence: string; text: string }[];

test('an install of the package brings nothing and runs nothing', () => {
  const { scripts, ...rest } = json('package.json');
  expect(Object.keys(rest).filter((key) => /dependenc/i.test(key))).toEqual([]);
  expect(Object.keys(scripts!).filter((name) => /^(?:pre|post)?(?:install|prepare|pack|publish)$/.test(name))).toEqual(
    [],
  );
});

describe('what is bundled', () => {
  test('is what the README gives a reason for', () => {
    const [, reasons] = /\neverything is bundled (.*?)\nMIT licence/s.exec(
      readFileSync(join(root, 'README.md'), 'utf8'),
    )!;
    const named = [...reasons!.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name);
    expect([...new Set(bundled.map(({ name }) => name))].sort()).toEqual([...new Set(named)].sort());
  });

  test('is what is installed from the lock file', () => {
    const locked = Object.entries(json('package-lock.json').packages as Record<string, { version?: string }>);
    for (const { name, version } of bundled)
      expect(locked.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, one]) => one.version)).toContain(
        version,
      );
  });

  const PERMISSIVE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
  const [weak, permissive] = [true, false].map((is) => bundled.filter(({ licence }) => (licence === 'EPL-2.0') === is));
  test.each(weak!)(
    '$name has $licence: it is bundled unchanged, and the notice says where its source is',
    ({ text }) => {
      expect(text).toContain('# Eclipse Public License - v 2.0');
      expect(text).toMatch(/bundled unchanged[^]*https:\/\/\S+/);
    },
  );
  test.each(permissive!)('$name has a permissive licence, $licence, and its text is there', ({ licence, text }) => {
    expect(PERMISSIVE).toContain(licence);
    expect(text).toMatch(
      /Permission is hereby granted|Redistribution and use in source and binary forms|Permission to use, copy, modify|Apache License/,
    );
  });
});

describe('npm run audit:bundle', () => {
  const advisory = { name: 'zod', title: 'Slow on long text', url: 'URL', severity: 'high', range: '<4.6.8' };
  const of = (name: string, versions: string[], via: (object | string)[] = [advisory]) =>
    advisories(
      { vulnerabilities: { [name]: { via, nodes: versions.map((_, i) => String(i)) } } },
      [{ name: 'zod', version: '4.6.7' }],
      (folder: string) => versions[Number(folder)],
    ) as string[];

  test('names an advisory about the version that is bundled', () =>
    expect(of('zod', ['3.0.0', '4.6.7'])).toEqual(['zod 4.6.7: high: Slow on long text (URL)']));
  test('and none about another version, another package, or a package below', () => {
    expect(of('zod', ['3.0.0'])).toEqual([]);
    expect(of('vitest', ['4.6.7'])).toEqual([]);
    expect(of('zod', ['4.6.7'], ['other'])).toEqual([]);
  });
  test('the newest of a line, of what npm prints', () => {
    expect(newestOf('[\n  "4.6.7",\n  "4.6.8"\n]\n')).toBe('4.6.8');
    expect(newestOf('"4.6.7"\n')).toBe('4.6.7');
    expect(newestOf('')).toBe(null);
    expect(newestOf('{"error":{"code":"ENOTFOUND"}}')).toBe(null);
  });
});
