import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DRAFT, newPlace, removePlace, root, run, snapshot, type Place } from './place.ts';

let place: Place;
beforeEach(() => void (place = newPlace()));
afterEach(() => removePlace(place));

const at = (path: string) => join(place.project, path);
const section = readFileSync(join(root, 'tests/fixtures/sections/tiny.md'));
const refused = (message: string) => ({ status: 2, stdout: '', stderr: `vibe-specs: ${message}\n` });
const CLEAN = {
  status: 0,
  stdout: expect.stringMatching(/^0 errors, 0 warnings in 1 file; \d+ words without code\n$/) as string,
  stderr: '',
};

/** What may lie where a text is expected, and what is said of it. */
const KINDS: readonly (readonly [kind: string, put: (path: string) => unknown, message: (shown: string) => string])[] =
  [
    ['a folder', (path) => mkdirSync(path), (shown) => `cannot read ${shown}: it is a folder`],
    [
      'a pipe that nobody writes to',
      (path) => spawnSync('mkfifo', [path]),
      (shown) => `cannot read ${shown}: it is a pipe or a device, expected a file`,
    ],
    [
      '20 MB',
      (path) => (writeFileSync(path, ''), truncateSync(path, 20 * 1024 * 1024)),
      (shown) => `${shown} has 20 MB; files over 16 MB are not read`,
    ],
    [
      'a NUL byte',
      (path) => writeFileSync(path, Buffer.concat([section, Buffer.from('x\0y')])),
      (shown) => `${shown} is binary, expected text`,
    ],
    [
      'UTF-16',
      (path) => writeFileSync(path, Buffer.from(`\ufeff${section.toString()}`, 'utf16le')),
      (shown) => `${shown} is binary, expected text`,
    ],
    [
      'a byte that is no UTF-8',
      (path) => writeFileSync(path, Buffer.concat([section, Buffer.from([0xe4])])),
      (shown) => `${shown} is not valid UTF-8; save it as UTF-8`,
    ],
    [
      'half of a surrogate pair',
      (path) => writeFileSync(path, Buffer.concat([section, Buffer.from([0xed, 0xa0, 0x80])])),
      (shown) => `${shown} is not valid UTF-8; save it as UTF-8`,
    ],
    [
      'a link that leads nowhere',
      (path) => symlinkSync('nowhere', path),
      (shown) => `cannot read ${shown}: there is no such file`,
    ],
  ];
const PLACES: readonly (readonly [line: string, file: string])[] = [
  ['check docs/x.md', 'docs/x.md'],
  ['check --draft', DRAFT],
  ['apply', DRAFT],
  ['summary docs/x.md', 'docs/x.md'],
  ['check --draft', 'vibe-specs.config.json'],
  ['check --draft --baseline known.json', 'known.json'],
  ['webhook verify --service stripe docs/x.json', 'docs/x.json'],
  ['webhook send http://localhost:9/ --from docs/x.json', 'docs/x.json'],
];

describe.each(PLACES)('%s, where %s is', (line, file) => {
  test.each(KINDS)('%s', (kind, put, message) => {
    rmSync(at(file), { force: true });
    mkdirSync(dirname(at(file)), { recursive: true });
    put(at(file));
    const answer = run(place, line.split(' '));
    if (kind !== 'a link that leads nowhere') return expect(answer).toEqual(refused(message(file)));
    // Nothing is there: each says it in its own words.
    expect(answer).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(/^vibe-specs: [^\n]+\n$/) });
    expect(answer.stderr).toMatch(/there is no (?:such file|draft|baseline)/);
  });
});

describe('a byte order mark is no part of the text', () => {
  const BOM = Buffer.from('\ufeff');
  test('in a document', () => {
    writeFileSync(at('docs/x.md'), Buffer.concat([BOM, section]));
    expect(run(place, ['check', 'docs/x.md'])).toEqual(CLEAN);
  });
  test('in the configuration', () => {
    writeFileSync(at('vibe-specs.config.json'), '\ufeff{"rules": {"source/date": ["warning", {"maxDays": 99999}]}}');
    expect(run(place, ['check', '--draft'])).toEqual(CLEAN);
  });
  test('in a baseline', () => {
    writeFileSync(at('known.json'), '\ufeff{"version": 1, "findings": []}');
    expect(run(place, ['check', '--draft', '--baseline', 'known.json'])).toEqual(CLEAN);
  });
});

describe('standard input', () => {
  const check = (from: string, args = '-') => {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `"$0" "$1" check ${args} < ${from}`, process.execPath, join(root, 'dist/cli.cjs')],
      { cwd: place.project, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  };

  test('that never ends', () =>
    expect(check('/dev/zero')).toEqual(refused('standard input has over 16 MB, more than is read')));
  test('that is empty', () =>
    expect(check('/dev/null')).toEqual(refused('standard input is empty, expected a document with Section 7')));
  test('that is a folder', () => expect(check('docs')).toEqual(refused('cannot read standard input: it is a folder')));
  test('that is binary', () => {
    writeFileSync(at('x'), 'a\0');
    expect(check('x')).toEqual(refused('standard input is binary, expected text'));
  });

  test.each(['docs/x.md', './docs/y/../x.md', 'ABSOLUTE/docs/x.md'])('is named in the project: %s', (name) => {
    writeFileSync(at('x'), section.toString().replace('## 7. ', '## 8. '));
    expect(check('x', `--stdin-filename ${name.replace('ABSOLUTE', place.project)} -`).stdout).toMatch(
      /^docs\/x\.md:1:1: error structure\/missing-section: /,
    );
  });
});

describe('links of the project that lead out are not followed to', () => {
  const OUTSIDE = (file: string) =>
    refused(`${file} lies outside of the project; only files below ${place.project} are read and written`);

  test.each([
    ['the configuration', 'vibe-specs.config.json', ['check', '--draft']],
    ['a baseline', 'known.json', ['check', '--draft', '--baseline', 'known.json']],
    [
      'a baseline that is to be written',
      'known.json',
      ['check', '--draft', '--baseline', 'known.json', '--update-baseline'],
    ],
  ])('%s', (_, file, args) => {
    writeFileSync(join(place.folder, 'outside.json'), '{"version": 1, "findings": []}');
    symlinkSync('../outside.json', at(file));
    const before = snapshot(place.folder);
    expect(run(place, args)).toEqual(OUTSIDE(file));
    expect(snapshot(place.folder)).toEqual(before);
  });

  test('a folder in which a baseline is to be written', () => {
    symlinkSync('..', at('out'));
    const before = snapshot(place.folder);
    expect(run(place, ['check', '--draft', '--baseline', 'out/new.json', '--update-baseline'])).toEqual(
      OUTSIDE('out/new.json'),
    );
    expect(snapshot(place.folder)).toEqual(before);
  });

  test('but a baseline that is said to lie outside is read and written there', () => {
    expect(run(place, ['check', '--draft', '--baseline', '../known.json', '--update-baseline'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^\.\.\/known\.json written; known from now on: 0 errors, 0 warnings in 1 file; \d+ words without code\n$/,
      ),
      stderr: '',
    });
    expect(run(place, ['check', '--draft', '--baseline', '../known.json'])).toEqual(CLEAN);
  });

  test('and a link in the project is followed, and stays', () => {
    writeFileSync(at('docs/known.json'), '{"version": 1, "findings": []}');
    symlinkSync('docs/known.json', at('known.json'));
    writeFileSync(at(DRAFT), section.toString().replace('### 7.1 ', '### 7.9 '));
    expect(run(place, ['check', '--draft', '--baseline', 'known.json', '--update-baseline']).status).toBe(0);
    expect(snapshot(place.project)['known.json']).toBe('-> docs/known.json');
    expect(JSON.parse(readFileSync(at('docs/known.json'), 'utf8')).findings).not.toEqual([]);
  });
});

describe('a reader that goes away', () => {
  const piped = (command: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; ${command}`, process.execPath, join(root, 'dist/cli.cjs')], {
      cwd: place.project,
      encoding: 'utf8',
    });

  test('takes no verdict with it: findings stay findings', () => {
    writeFileSync(at('docs/x.md'), '## 7. External Service Integration Architecture\n');
    const { status, stderr } = piped('"$0" "$1" check docs/x.md | true');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });
  test('makes none: what succeeds succeeds', () => {
    const { status, stdout, stderr } = piped('"$0" "$1" facts --list --json | head -n 1');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '[\n', stderr: '' });
  });
  test('a full disk is said', () => {
    const { status, stderr } = piped('"$0" "$1" rules > /dev/full');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'vibe-specs: cannot write to standard output: the disk is full\n',
    });
  });

  /** Starts a bundle, stops reading what it prints, and sends it `input`. */
  async function deaf(
    bundle: string,
    args: readonly string[],
    input: string,
  ): Promise<{ status: number | null; stderr: string }> {
    const child = spawn(process.execPath, [join(root, 'dist', bundle), ...args], { cwd: place.project });
    let stderr = '';
    child.stderr.on('data', (part) => void (stderr += String(part)));
    child.stdout.destroy();
    child.stdin.on('error', () => {});
    child.stdin.write(input);
    if (bundle === 'hook.cjs') child.stdin.end();
    return await new Promise((resolve) => child.on('exit', (status) => resolve({ status, stderr })));
  }
  test('ends the MCP server, even if its input stays open', async () => {
    expect(await deaf('cli.cjs', ['mcp'], '{"jsonrpc":"2.0","id":1,"method":"ping"}\n')).toEqual({
      status: 0,
      stderr: '',
    });
  });
  test('is nothing to the hook', async () => {
    expect(await deaf('hook.cjs', [], 'no JSON')).toEqual({ status: 0, stderr: '' });
  });
});
