import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handle, type Verdict } from '../scripts/plugin/hook.ts';

let folder: string;
let project: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vibe-specs-hook-'));
  project = join(folder, 'project');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';
const wrong: Verdict = { errors: 1, warnings: 0, text: 'one finding\n' };
const clean: Verdict = { errors: 0, warnings: 0, text: '' };

/** The hook's answer, and the documents that it checked. */
async function hook(
  event: object,
  verdict: Verdict | null = wrong,
): Promise<{ answer: object | null; checked: string[] }> {
  const checked: string[] = [];
  const answer = await handle(
    { session_id: 's', ...event },
    {
      project,
      state: join(folder, 'state'),
      check: (root, file) => {
        checked.push(`${root.slice(folder.length)}: ${file.slice(root.length)}`);
        return Promise.resolve(verdict);
      },
    },
  );
  return { answer, checked };
}
const wrote = (path: string) => ({ hook_event_name: 'PostToolUse', tool_input: { file_path: path } });
const stop = { hook_event_name: 'Stop' };

function putDraft(root: string): string {
  const path = join(project, root, DRAFT);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x');
  return path;
}

test.each([
  ['docs/06-technical-specification.md', '/project: /docs/06-technical-specification.md'],
  [
    'docs/06-technical-specification/07-integrations.md',
    '/project: /docs/06-technical-specification/07-integrations.md',
  ],
  [DRAFT, `/project: /${DRAFT}`],
  [
    'packages/docs/shop/docs/06-technical-specification.md',
    '/project/packages/docs/shop: /docs/06-technical-specification.md',
  ],
  ['docs/readme.md', undefined],
  ['xdocs/06-technical-specification.md', undefined],
  ['docs/06-technical-specification/deep/07.md', undefined],
  ['../elsewhere/docs/06-technical-specification.md', undefined],
  ['../project2/docs/06-technical-specification.md', undefined],
])('%s is checked in its project, or not at all', async (path, expected) => {
  expect((await hook(wrote(join(project, path)))).checked).toEqual(expected === undefined ? [] : [expected]);
});

test('links are followed: another name of the folder is the same, and a way out is none', async () => {
  mkdirSync(join(project, 'docs'), { recursive: true });
  mkdirSync(join(folder, 'other/docs'), { recursive: true });
  symlinkSync(project, join(folder, 'alias'));
  symlinkSync(join(folder, 'other'), join(project, 'out'));
  expect((await hook(wrote(join(folder, 'alias/docs/06-technical-specification.md')))).answer).toEqual({
    hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'one finding\n' },
  });
  expect((await hook(wrote(join(project, 'out/docs/06-technical-specification.md')))).answer).toBeNull();
});

test('findings say which part of the session’s folder they are about', async () => {
  expect((await hook(wrote(join(project, 'a/docs/06-technical-specification.md')))).answer).toEqual({
    hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'In a (--project a):\none finding\n' },
  });
  expect((await hook(wrote(join(project, 'docs/06-technical-specification.md')))).answer).toEqual({
    hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'one finding\n' },
  });
  expect((await hook(wrote(join(project, 'docs/06-technical-specification.md')), clean)).answer).toBeNull();
  expect((await hook(wrote(join(project, 'docs/06-technical-specification.md')), null)).answer).toBeNull();
});

test('a session that wrote no draft stops freely', async () => {
  putDraft('');
  expect(await hook(stop)).toEqual({ answer: null, checked: [] });
});

test('three rounds, and what is left; then nothing is remembered', async () => {
  await hook(wrote(putDraft('a')));
  await hook(wrote(putDraft('b')));
  for (const round of [1, 2, 3]) {
    expect(await hook(stop)).toEqual({
      answer: {
        decision: 'block',
        reason: `The draft of Section 7 still has errors (round ${round} of 3). Mend them, or tell the user what is left.\nIn a (--project a):\none finding\n\nIn b (--project b):\none finding\n`,
      },
      checked: [`/project/a: /${DRAFT}`, `/project/b: /${DRAFT}`],
    });
  }
  expect((await hook(stop)).answer).toEqual({
    systemMessage:
      'vibe-specs: Section 7 is not applied; the draft has errors (2) after 3 rounds. See vibe-specs check --draft',
  });
  expect((await hook(stop)).answer).toBeNull();
  expect(readdirSync(join(folder, 'state'))).toEqual([]);
});

test('a right draft that is not applied is said once; an applied one is forgotten', async () => {
  const draft = putDraft('');
  await hook(wrote(draft));
  await hook(stop);
  expect((await hook(stop, clean)).answer).toEqual({
    decision: 'block',
    reason:
      'The draft of Section 7 has no errors, but it is not applied. Run `vibe-specs apply`, or tell the user why not.',
  });
  expect((await hook(stop, clean)).answer).toBeNull();
  rmSync(draft);
  expect((await hook(stop)).answer).toBeNull();
  expect(readdirSync(join(folder, 'state'))).toEqual([]);
});
