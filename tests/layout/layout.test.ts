import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support.ts';
import { cyclesIn, importsBelow, type Import } from './imports.ts';

/**
 * Which folder of scripts/ may import which; '' are the files that lie in scripts/ itself. Data runs one way: files ->
 * project, spec -> rules -> report; cli and plugin do the input and output. Types may be named anywhere: they are gone
 * when the code runs.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '': [],
  markdown: [],
  quantities: [],
  spec: ['', 'markdown'],
  code: ['spec'],
  services: ['', 'spec'],
  project: ['', 'markdown', 'quantities', 'spec', 'code', 'services'],
  run: [],
  report: ['', 'spec'],
  export: ['', 'spec'],
  view: ['', 'markdown', 'quantities', 'spec', 'code', 'services', 'report', 'rules'],
  rules: ['', 'markdown', 'quantities', 'spec', 'code', 'services', 'project', 'report'],
  // Judges the code as rules judge the section: it reads tables, ids and comments as they do.
  drift: ['', 'markdown', 'spec', 'services', 'project', 'report', 'export', 'rules'],
  cli: [
    '',
    'markdown',
    'quantities',
    'spec',
    'code',
    'services',
    'project',
    'run',
    'report',
    'export',
    'view',
    'rules',
    'drift',
    'plugin',
  ],
  plugin: ['', 'services', 'project', 'report', 'cli'],
  library: ['spec', 'services', 'project', 'cli'],
  build: ['services'],
  dev: ['cli'],
};

/** Where files, processes and the network are touched; everything else is given what it works on. */
const ADAPTERS = ['cli', 'plugin', 'library', 'run', 'build', 'dev'];
const ADAPTER_FILES = [
  'view/diagrams/worker-main.ts',
  'project/read.ts',
  'project/write.ts',
  'drift/repository.ts',
  'services/webhook/send.ts',
];
const OUTSIDE = /from 'node:(?:fs|child_process|https?|net|tls|dns|dgram|worker_threads)(?:\/promises)?'/;

const folder = join(ROOT, 'scripts');
const imports = importsBelow(folder);
const running = imports.filter(({ typeOnly }) => !typeOnly);
const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
/** A module of lazy/ is the beginning of a bundle: who imports it imports what is in it. */
function behind(path: string): string[] {
  if (folderOf(path) !== 'lazy') return [path];
  return running.filter(({ from }) => from === path).flatMap(({ to }) => behind(to));
}
/** Two folders have one bundle each of these, because both need its parser; each takes its own out of it. */
const TWO_FOLDERS = ['lazy/code-script.ts', 'lazy/code-sql.ts'];

test('no module leads back to itself', () => expect(cyclesIn(running)).toEqual([]));

test('each folder imports what it may', () => {
  const wrong = running
    .filter(({ from }) => folderOf(from) !== 'lazy')
    .flatMap(({ from, to }) => {
      const targets = behind(to);
      const own = targets.filter((target) => folderOf(target) === folderOf(from));
      return (TWO_FOLDERS.includes(to) && own.length > 0 ? own : targets).map((target) => ({ from, target }));
    })
    .filter(
      ({ from, target }) =>
        folderOf(from) !== folderOf(target) && !MAY_IMPORT[folderOf(from)]?.includes(folderOf(target)),
    );
  expect(wrong.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
});

test('rules import each other only by way of what they share', () => {
  const ruleOf = (path: string) => /^rules\/(?!shared\/)([^/]+\/[^/]+)\//.exec(path)?.[1];
  const wrong = running.filter(
    ({ from, to }) => ruleOf(to) !== undefined && from !== 'rules/index.ts' && ruleOf(from) !== ruleOf(to),
  );
  expect(wrong).toEqual([]);
});

test('only adapters touch the outside world', () => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const pure = paths.filter(
    (path) => path.endsWith('.ts') && !ADAPTERS.includes(folderOf(path)) && !ADAPTER_FILES.includes(path),
  );
  expect(pure.filter((path) => OUTSIDE.test(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
});

describe('the walker', () => {
  const edge = (from: string, to: string): Import => ({ from, to, typeOnly: false });
  test('finds cycles, each once', () => {
    expect(cyclesIn([edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('c', 'd'), edge('d', 'd')])).toEqual([
      'a -> b -> c -> a',
      'd -> d',
    ]);
    expect(cyclesIn([edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')])).toEqual([]);
  });
  test('reads every form of import', () => {
    expect(importsBelow(join(ROOT, 'tests/layout/fixture'))).toEqual([
      { from: 'a.ts', to: 'b/c.ts', typeOnly: false },
      { from: 'a.ts', to: 'b/c.ts', typeOnly: true },
      { from: 'a.ts', to: 'b/c.ts', typeOnly: true },
      { from: 'a.ts', to: 'b/c.ts', typeOnly: false },
      { from: 'a.ts', to: 'b/c.ts', typeOnly: false },
      { from: 'b/c.ts', to: 'a.ts', typeOnly: false },
    ]);
  });
});
