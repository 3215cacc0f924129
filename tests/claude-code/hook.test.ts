import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { converse, newSession, type Session } from './client.ts';
import { textOf } from './mock-api.ts';

const fixture = (path: string) => new URL(`../fixtures/${path}`, import.meta.url).pathname;
const right = readFileSync(fixture('sections/tiny.md'), 'utf8');
const wrong = right.replace('| code exchange | 500 ms | 1 s | 1.5 s |', '| code exchange | 500 ms | 1 s | soon |');
const FINDING = 'docs/.vibe-specs/07-integrations.draft.md:115:34: error structure/unreadable-value: Unexpected value "soon"';

let session: Session;
afterEach(() => session.dispose());

const conversation = (run: Awaited<ReturnType<typeof converse>>) => run.requests.map((r) => r.messages.map((m) => textOf(m.content)).join('\n'));

test('after a write of the draft the model gets the findings; it cannot end with errors unnoticed; the rounds are bounded', async () => {
  session = newSession(fixture('projects/tiny'));
  const draft = `${session.project}/docs/.vibe-specs/07-integrations.draft.md`;
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

test('other files, and a Section 7 in nobody’s format, start nothing', async () => {
  session = newSession(fixture('projects/tiny'));
  const run = await converse(session, {
    prompt: 'write',
    args: ['--permission-mode', 'acceptEdits'],
    script: [
      () => [{ tool: 'Write', input: { file_path: `${session.project}/src.js`, content: 'x' } }],
      () => [{ tool: 'Write', input: { file_path: `${session.project}/docs/06-technical-specification/07-old.md`, content: '## 7. Ours\n\ntext\n' } }],
      () => 'done',
    ],
  });
  expect(conversation(run).join('\n')).not.toContain('vibe-specs check');
  expect(existsSync(`${session.project}/src.js`)).toBe(true);
});
