import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DRAFT, newPlace, removePlace, root, run, snapshot, SPECIFICATION, type Place } from './place.ts';

let place: Place;
beforeEach(() => void (place = newPlace()));
afterEach(() => removePlace(place));

const at = (path: string) => join(place.project, path);
const LOCK = 'docs/.vibe-specs/apply.lock';
const FULL = 'the disk is full';
const failing = (FAIL: string) => ({
  env: { FAIL, NODE_OPTIONS: `--require ${join(root, 'tests/robustness/fail.cjs')}` },
});

describe('an apply that fails at any step says so in one line and leaves every file as it was', () => {
  test.each([
    ['writeFileSync:ENOSPC:lock.\\d+.tmp', `cannot write ${LOCK}: ${FULL}; nothing was changed`],
    ['readFileSync:EACCES:.draft.md', `cannot read ${DRAFT}: permission denied`],
    ['readFileSync:EACCES:specification.md', `cannot read ${SPECIFICATION}: permission denied`],
    [
      'accessSync:EROFS:specification.md',
      `cannot write ${SPECIFICATION}: the file system is read-only; nothing was changed`,
    ],
    ['openSync:ENOSPC:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: ${FULL}; nothing was changed`],
    ['fchmodSync:EPERM:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: not permitted; nothing was changed`],
    ['writeSync:ENOSPC:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: ${FULL}; nothing was changed`],
    ['writeSync:EDQUOT:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: the disk quota is used up; nothing was changed`],
    ['fsyncSync:ENOSPC:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: ${FULL}; nothing was changed`],
    ['renameSync:EPERM:n.md.\\d+.tmp', `cannot write ${SPECIFICATION}: not permitted; nothing was changed`],
  ])('%s', (FAIL, message) => {
    const before = snapshot(place.folder);
    expect(run(place, ['apply'], failing(FAIL))).toEqual({ status: 2, stdout: '', stderr: `vibe-specs: ${message}\n` });
    expect(snapshot(place.folder)).toEqual(before);
  });

  test('a limit of the system is met in the middle of the file', () => {
    const before = snapshot(place.folder);
    const limited = run(place, ['apply'], { limit: 8 });
    expect(limited).toEqual({
      status: 2,
      stdout: '',
      stderr: `vibe-specs: cannot write ${SPECIFICATION}: it would be larger than the system allows; nothing was changed\n`,
    });
    expect(snapshot(place.folder)).toEqual(before);
  });

  test('but a draft that cannot be removed does not make the document undone', () => {
    const { status, stdout, stderr } = run(place, ['apply'], failing('rmSync:EACCES:.draft.md'));
    expect([status, stdout.split('\n')[0], stderr]).toEqual([
      0,
      `${SPECIFICATION}: Section 7 added; ${DRAFT} could not be removed, remove it by hand`,
      '',
    ]);
    expect(readFileSync(at(SPECIFICATION), 'utf8')).toContain('## 7. ');
    expect(existsSync(at(LOCK))).toBe(false);
  });
});

test('a file system without hard links has a lock too', () => {
  const { status } = run(place, ['apply'], failing('linkSync:EPERM:lock.\\d+.tmp'));
  expect([status, existsSync(at(LOCK)), existsSync(at(DRAFT))]).toEqual([0, false, false]);
});

test('a reader that has seen enough leaves no lock', () => {
  const { status } = spawnSync(
    'sh',
    ['-c', '"$@" | true', 'sh', process.execPath, join(root, 'dist/cli.cjs'), 'apply'],
    { cwd: place.project },
  );
  expect([status, existsSync(at(LOCK)), existsSync(at(DRAFT))]).toEqual([0, false, false]);
});

describe('what its user may not write or read', () => {
  test.each([
    [
      'a read-only document',
      SPECIFICATION,
      0o444,
      `cannot write ${SPECIFICATION}: permission denied; nothing was changed`,
    ],
    ['a read-only folder', 'docs', 0o555, `cannot write ${SPECIFICATION}: permission denied; nothing was changed`],
    [
      'a read-only folder of drafts',
      'docs/.vibe-specs',
      0o555,
      `cannot write ${LOCK}: permission denied; nothing was changed`,
    ],
    ['a document that cannot be read', SPECIFICATION, 0o000, `cannot read ${SPECIFICATION}: permission denied`],
    ['a draft that cannot be read', DRAFT, 0o000, `cannot read ${DRAFT}: permission denied`],
  ])('%s', (_, path, mode, message) => {
    const usual = statSync(at(path)).mode & 0o777;
    const before = snapshot(place.folder);
    chmodSync(at(path), mode);
    const ran = run(place, ['apply'], { unprivileged: true });
    chmodSync(at(path), usual);
    expect(ran).toEqual({ status: 2, stdout: '', stderr: `vibe-specs: ${message}\n` });
    expect(snapshot(place.folder)).toEqual(before);
  });

  test('the mode of a document stays, whatever the umask', () => {
    chmodSync(at(SPECIFICATION), 0o664);
    expect(run(place, ['apply']).status).toBe(0);
    expect((statSync(at(SPECIFICATION)).mode & 0o777).toString(8)).toBe('664');
  });
});

describe('an apply that is killed at any step leaves the old document with its draft, or the new one; the next run leaves nothing else', () => {
  let whole: string;
  beforeEach(() => {
    const undisturbed = newPlace();
    expect(run(undisturbed, ['apply']).status).toBe(0);
    whole = readFileSync(join(undisturbed.project, SPECIFICATION), 'utf8');
    removePlace(undisturbed);
  });

  test.each([
    ['writeFileSync:SIGKILL:lock.\\d+.tmp', 'old'],
    ['linkSync:SIGKILL:lock.\\d+.tmp', 'old'],
    ['rmSync:SIGKILL:lock.\\d+.tmp', 'old'],
    ['openSync:SIGKILL:n.md.\\d+.tmp', 'old'],
    ['writeSync:SIGKILL:n.md.\\d+.tmp', 'old'],
    ['fsyncSync:SIGKILL:n.md.\\d+.tmp', 'old'],
    ['renameSync:SIGKILL:n.md.\\d+.tmp', 'old'],
    ['rmSync:SIGKILL:.draft.md', 'new'],
  ])('%s', (FAIL, left) => {
    const [old, draft] = [readFileSync(at(SPECIFICATION), 'utf8'), readFileSync(at(DRAFT), 'utf8')];
    expect(run(place, ['apply'], failing(FAIL))).toEqual({ status: null, stdout: '', stderr: '' });
    expect(readFileSync(at(DRAFT), 'utf8')).toBe(draft);
    expect(readFileSync(at(SPECIFICATION), 'utf8')).toBe(left === 'old' ? old : whole);
    expect(run(place, ['apply']).status).toBe(0);
    expect(readFileSync(at(SPECIFICATION), 'utf8')).toBe(whole);
    expect(Object.keys(snapshot(place.project))).toEqual(['docs/02-technical-architecture.md', SPECIFICATION]);
  });
});
