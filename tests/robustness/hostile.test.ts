import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DRAFT, newPlace, removePlace, root, SPECIFICATION, type Place } from './place.ts';

let place: Place;
beforeEach(() => void (place = newPlace()));
afterEach(() => removePlace(place));

const at = (path: string) => join(place.project, path);
const N = 60_000;
/**
 * Far more than any of it takes: what grows with the square of its input takes hours. Processor time where the system
 * can bound it, so that a busy machine is no failure.
 */
const [LIMIT_S, LIMIT_MS] = [20, 200_000];

function cli(...args: string[]) {
  const command = [process.execPath, join(root, 'dist/cli.cjs'), ...args];
  const bounded =
    process.platform === 'win32' ? command : ['sh', '-c', `ulimit -t ${LIMIT_S}; exec "$@"`, 'sh', ...command];
  const { status, stdout, stderr } = spawnSync(bounded[0]!, bounded.slice(1), {
    cwd: place.project,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** Puts a text into a file of the project: below the line that starts with `heading`. */
function insert(file: string, heading: string, body: string): void {
  const text = readFileSync(at(file), 'utf8');
  const start = text.indexOf(heading);
  const below = text.indexOf('\n', start) + 1;
  if (start < 0) throw new Error(`${file} has no ${heading}`);
  writeFileSync(at(file), `${text.slice(0, below)}\n${body}\n\n${text.slice(below)}`);
}

/**
 * What becomes of it: read whole, cut and said to be cut, or a block that reaches to the end of the document, whose
 * rest is then missing.
 */
type Fate = 'read' | 'cut' | 'no end';
const BODIES: readonly (readonly [name: string, body: string, fate: Fate])[] = [
  ['quotes', `${'> '.repeat(N)}x`, 'cut'],
  ['list markers', `${'- '.repeat(N)}x`, 'cut'],
  ['numbered list markers', `${'1. '.repeat(N)}x`, 'cut'],
  ['list levels', Array.from({ length: 1000 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n'), 'cut'],
  ['brackets', '['.repeat(N), 'read'],
  ['brackets that close', `${'['.repeat(N)}x${']'.repeat(N)}`, 'read'],
  ['links in links', `${'['.repeat(N)}x${'](u)'.repeat(N)}`, 'read'],
  ['backticks', '`'.repeat(N), 'no end'],
  ['backticks of all lengths', Array.from({ length: 400 }, (_, i) => '`'.repeat(i + 1)).join(' '), 'read'],
  ['a line of 3 MB', 'x'.repeat(3_000_000), 'read'],
  ['a line of 3 MB of facts', 'stripe 5 % '.repeat(270_000), 'read'],
  ['a number of 3 MB', '9'.repeat(3_000_000), 'read'],
  ['a sum of many', `${'1 + '.repeat(N)}1 = 2`, 'read'],
  ['rows', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(N)}`, 'read'],
  ['a row of many cells', `| a |\n|---|\n|${'x|'.repeat(1_000_000)}`, 'cut'],
  ['comments that do not close', '<!-- '.repeat(N), 'no end'],
  ['disabling comments', '<!-- vibe-specs-disable numbers/quota: x -->\n\n'.repeat(2.5 * N), 'read'],
  ['rules in a disabling comment', `<!-- vibe-specs-disable ${'numbers/quota '.repeat(N)}: x -->`, 'read'],
  ['fields', '**Status:** decided\n'.repeat(N), 'read'],
  ['footnotes', Array.from({ length: N }, (_, i) => `[^n${i}]: b`).join('\n'), 'read'],
  ['a footnote of many lines', `[^n]: b\n${'b\n'.repeat(3 * N)}`, 'read'],
  ['emphasis', '*_'.repeat(N), 'read'],
  ['a blank line of 3 MB', `${' '.repeat(3_000_000)}x`, 'read'],
];

describe('a hostile text gets an answer, and what is cut is said', () => {
  test.each(BODIES)('in a draft: %s', (_, body, fate) => {
    insert(DRAFT, '### 7.T ', body);
    const { status, stdout, stderr } = cli('check', '--draft');
    expect({
      status,
      stderr,
      cut: /structure\/markdown: (?:Unexpected nesting|.*not interpreted|.*cells)/.test(stdout),
    }).toEqual({ status: fate === 'read' ? 0 : 1, stderr: '', cut: fate === 'cut' });
    expect(stdout).toMatch(/\d+ errors?, \d+ warnings?(?:, \d+ to look at)? in 1 file; \d+ words without code\n$/);
    expect(stdout.length).toBeLessThan(1_000_000);
  });

  test.each(BODIES)('in a section that is read: %s', (_, body) => {
    insert(SPECIFICATION, '## 4. ', body);
    const { status, stdout, stderr } = cli('preflight');
    expect({ status, stderr, ready: stdout.startsWith('# Preflight: ') }).toEqual({
      status: expect.any(Number),
      stderr: '',
      ready: true,
    });
    expect(stdout.length).toBeLessThan(100_000);
  });
});

test('fenced code, all of it refused', () => {
  insert(DRAFT, '### 7.T ', '```json\n{\n```\n'.repeat(3 * N));
  const { status, stdout, stderr } = cli('check', '--draft');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain('this rule stops after 1000');
});

test('credentials, all of them quoted by other findings', () => {
  const key = (i: number) => `${['sk', 'live', ''].join('_')}${'aB3xK9'.repeat(3)}${i}`;
  insert(DRAFT, '### 7.T ', Array.from({ length: 20_000 }, (_, i) => `‹${key(i)}›`).join('\n'));
  const { status, stdout, stderr } = cli('check', '--draft');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain('error security/secret: [credential]');
  expect(stdout).not.toContain('aB3xK9');
});

test('findings in a cell with an escaped pipe', () => {
  insert(DRAFT, '### 7.T ', `| a |\n|---|\n| x \\| ${'D-99 `a` '.repeat(5 * N)} |`);
  const { status, stdout, stderr } = cli('check', '--draft');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain('this rule stops after 1000');
});

describe('front matter is text', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`);
  test.each([
    ['aliases of aliases', `---\na0: &a0 [x, x, x, x]\n${levels.join('\n')}\n---\n`],
    ['JavaScript', "---js\nrequire('fs').writeFileSync('executed', '')\n---\n"],
    ['JavaScript by its long name', "---javascript\n{ a: require('fs').writeFileSync('executed', '') }\n---\n"],
    ['deep', `---\n${'['.repeat(N)}\n---\n`],
    ['long', `---\n${'a: b\n'.repeat(N)}---\n`],
    ['the prototype of everything', '---\n__proto__: { x: 1 }\nconstructor: 1\n---\n'],
  ])('%s', (_, front) => {
    for (const file of [DRAFT, SPECIFICATION]) writeFileSync(at(file), front + readFileSync(at(file), 'utf8'));
    expect(cli('check', '--draft')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^0 errors, 0 warnings in 1 file; \d+ words without code\n$/) as string,
      stderr: '',
    });
    expect(cli('preflight').status).toBe(0);
    expect(cli('apply').status).toBe(0);
    expect(readFileSync(at(SPECIFICATION), 'utf8').startsWith(front)).toBe(true);
    expect(existsSync(at('executed'))).toBe(false);
  });
});
