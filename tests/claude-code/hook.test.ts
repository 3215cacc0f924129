import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { changed, DRAFT, fixture, tiny as right } from '../support.ts';
import { converse, newSession, type Session } from './client.ts';
import { textOf } from './mock-api.ts';

const wrong = changed(right, 'A Google outage', '‹fill› outage');
const FINDING = `${DRAFT}:15:1: error structure/placeholder: Unexpected placeholder "‹fill›"`;

let session: Session;
afterEach(() => session.dispose());

const conversation = (run: Awaited<ReturnType<typeof converse>>) =>
  run.requests.map((r) => r.messages.map((m) => textOf(m.content)).join('\n'));

test('after a write of the draft the model gets the findings; it cannot end with errors unnoticed; the rounds are bounded', async () => {
  session = newSession(fixture('projects/tiny'));
  const draft = join(session.project, DRAFT);
  const done = () => 'Section 7 is complete.';
  const run = await converse(session, {
    prompt: '/vibe-step-6-integration-specs',
    script: [() => [{ tool: 'Write', input: { file_path: draft, content: wrong } }], done, done, done, done],
  });
  const sent = conversation(run);
  expect(sent[0]).not.toContain(FINDING);
  expect(sent[1]).toContain(FINDING);
  expect(sent[2]).toContain('The draft of Section 7 still has errors (round 1 of 3)');
  expect(sent[4]).toContain('round 3 of 3');
  expect(run.output).toContain('the draft has errors (1) after 3 rounds');
});

/** A folder of programs for the client's PATH, in which node is a script of ours, or nothing. */
function programs(node: string | null): string {
  const folder = join(session.home, 'bin');
  mkdirSync(folder);
  for (const name of ['sh', 'bash', 'cat', 'ls', 'env', 'uname', 'git']) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found.startsWith('/')) symlinkSync(found, join(folder, name));
  }
  if (node !== null) writeFileSync(join(folder, 'node'), `#!/bin/sh\n${node}\n`, { mode: 0o755 });
  return folder;
}

const write = (path: string, content: string) => () => [
  { tool: 'Write', input: { file_path: `${session.project}/${path}`, content } },
];

test('in a part of a monorepo too, where the findings say which', async () => {
  session = newSession(null);
  cpSync(fixture('projects/tiny'), join(session.project, 'packages/shop'), { recursive: true });
  const run = await converse(session, {
    prompt: 'write',
    args: ['--permission-mode', 'acceptEdits'],
    script: [
      write(`packages/shop/${DRAFT}`, wrong),
      () => 'done',
      write(`packages/shop/${DRAFT}`, right),
      () => 'done',
      () => 'done',
    ],
  });
  const sent = conversation(run);
  const words = /(\d+) words without code/.exec(sent[1]!)?.[1];
  expect(sent[1]).toContain(
    `In packages/shop (--project packages/shop):\nvibe-specs check: 1 error, 0 warnings in 1 file; ${words} words without code\n${FINDING}`,
  );
  expect(sent[2]).toContain('The draft of Section 7 still has errors (round 1 of 3)');
  expect(sent[4]).toContain('has no errors, but it is not applied');
  expect(sent[4]).not.toContain('round 2');
});

test('other files start no process; a Section 7 in nobody’s format is left alone', async () => {
  session = newSession(fixture('projects/tiny'));
  const log = join(session.home, 'node.log');
  const path = programs(`echo "$*" >> '${log}'\nexec '${process.execPath}' "$@"`);
  const started = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('hook.cjs')).length;
  const counts: number[] = [];
  const run = await converse(session, {
    prompt: 'write',
    args: ['--permission-mode', 'acceptEdits'],
    env: { PATH: path },
    script: [
      write('src.js', 'x'),
      write('docs/readme.md', 'x'),
      () => {
        counts.push(started());
        return write('docs/06-technical-specification/07-old.md', '## 7. Ours\n\ntext\n')();
      },
      () => {
        counts.push(started());
        return 'done';
      },
    ],
  });
  expect(counts).toEqual([0, 1]);
  expect(conversation(run).join('\n')).not.toContain('vibe-specs check');
});

describe('without a Node.js that can run it work goes on, and the user hears of it', () => {
  test.each([
    ['missing: the client tells of its hook', null, '"key":"stop-hook-error"'],
    [
      'too old: one line',
      `exec '${process.execPath}' -r "$HOME/old.cjs" "$@"`,
      'vibe-specs needs Node.js 20 or newer; this is 18.20.8',
    ],
  ])('%s', async (_, node, message) => {
    session = newSession(fixture('projects/tiny'));
    writeFileSync(
      join(session.home, 'old.cjs'),
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });",
    );
    const run = await converse(session, {
      prompt: 'write',
      args: ['--permission-mode', 'acceptEdits'],
      env: { PATH: programs(node) },
      script: [write('src.js', 'x'), write(DRAFT, wrong), () => 'done'],
    });
    expect(run.output.split(message).length - 1).toBe(1);
    expect(readFileSync(join(session.project, DRAFT), 'utf8')).toBe(wrong);
  });
});
