import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  checkSources,
  describeOldPages,
  describeVerdicts,
  isWrong,
  renew,
  type Registry,
} from '../../scripts/build/stale.ts';
import { buildCatalog } from '../../scripts/services/load.ts';

/** Versions of a package, the last one the latest, as folders. */
function registryOf(packages: Record<string, Record<string, Record<string, string>>>): Registry {
  const root = mkdtempSync(join(tmpdir(), 'vibe-specs-registry-'));
  afterAll(() => rmSync(root, { recursive: true }));
  for (const [name, versions] of Object.entries(packages)) {
    for (const [version, files] of Object.entries(versions)) {
      for (const [file, text] of Object.entries(files)) {
        const path = join(root, name, version, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
  }
  return {
    latest: async (name) => Object.keys(packages[name] ?? {}).at(-1) ?? null,
    unpack: async (name, version) => (packages[name]?.[version] ? join(root, name, version) : null),
  };
}

const sources = {
  host: 'npm:@acme/sdk@1.0.0/lib/client.js:2 "api.acme.example" 2026-11-01',
  moved: 'npm:@acme/sdk@1.0.0/lib/client.js:1 "maxRetries = 2" 2026-11-01',
  gone: 'npm:@acme/sdk@1.0.0/lib/client.js:1 "maxRetries = 5" 2026-11-01',
  run: 'npm:@acme/sdk@1.0.0 run 2026-11-01',
  removed: 'npm:@acme/sdk@0.9.0/lib/client.js:1 "setKey" 2026-11-01',
  unknown: 'npm:acme-sdk@1.0.0 2026-11-01',
  other: 'pypi:acme@1.0.0 2026-11-01',
};
const data = {
  id: 'acme',
  name: 'Acme',
  aliases: [],
  category: 'P',
  auth: [
    `key ${Object.keys(sources)
      .map((key) => `[^${key}]`)
      .join('')}`,
  ],
  sources,
};
const catalog = buildCatalog([{ path: 'x/acme.md', data, body: '' }]);
const registry = registryOf({
  '@acme/sdk': {
    '1.0.0': { 'lib/client.js': "const version = 1;\nconst host = 'api.acme.example';\nconst maxRetries = 2;\n" },
    '1.1.0': { 'lib/client.js': "\n\nconst host = 'https://api.acme.example';\n" },
  },
});

test('says which texts hold, which have moved or are gone, and what is behind', async () => {
  const verdicts = await checkSources(catalog, registry);
  expect(describeVerdicts(verdicts).split('\n')).toEqual([
    'acme [^host] @acme/sdk@1.0.0 lib/client.js:2: "api.acme.example" holds; latest is 1.1.0, where it stands on line 3',
    'acme [^moved] @acme/sdk@1.0.0 lib/client.js:1: "maxRetries = 2" has moved; latest is 1.1.0, where it is gone',
    'acme [^gone] @acme/sdk@1.0.0 lib/client.js:1: "maxRetries = 5" is gone; latest is 1.1.0, where it is gone',
    'acme [^run] @acme/sdk@1.0.0: run as a whole; latest is 1.1.0',
    'acme [^removed] @acme/sdk@0.9.0 lib/client.js:1: "setKey" no such version; latest is 1.1.0, where it is gone',
    'acme [^unknown] acme-sdk@1.0.0: no such package',
    '6 npm sources: of 4 with a file and its text 1 hold; 5 sources (1 packages) are behind the latest version',
    '',
  ]);
  expect(verdicts.filter(isWrong).map(({ source }) => source.key)).toEqual(['moved', 'gone', 'removed', 'unknown']);
});

test('what stands in the latest version is brought there, and nothing else', async () => {
  const text = `sources:\n  host: '${sources.host}'\n  again: ${sources.host}\n  moved: ${sources.moved}\n  run: ${sources.run}\n`;
  const renewed = renew(text, await checkSources(catalog, registry), '2026-11-30');
  const host = 'npm:@acme/sdk@1.1.0/lib/client.js:3 "api.acme.example" 2026-11-30';
  expect(renewed).toBe(
    `sources:\n  host: '${host}'\n  again: ${host}\n  moved: ${sources.moved}\n  run: ${sources.run}\n`,
  );
});

test('names pages that were over a year old when they were read', () => {
  const pages = {
    old: 'https://acme.example/a copy page:2023-05 2026-11-30',
    year: 'https://acme.example/b page:2025-11 2026-11-30',
    fresh: 'https://acme.example/c page:2026-01-10 2026-11-30',
    undated: 'https://acme.example/d copy 2026-11-30',
  };
  const auth = [
    `key ${Object.keys(pages)
      .map((key) => `[^${key}]`)
      .join('')}`,
  ];
  const old = buildCatalog([{ path: 'x/acme.md', data: { ...data, auth, sources: pages }, body: '' }]);
  expect(describeOldPages(old)).toBe(
    'acme [^old] https://acme.example/a: page of 2023-05, read 2026-11-30\n' +
      'acme [^year] https://acme.example/b: page of 2025-11, read 2026-11-30\n' +
      '2 pages are over a year older than the day on which they were read\n',
  );
});
