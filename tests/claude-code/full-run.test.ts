import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { changed, DRAFT, project, tiny } from '../support.ts';
import { converse, deniedCalls, newSession, type Session } from './client.ts';
import { textOf, type Call, type ToolResult } from './mock-api.ts';

let session: Session;
afterEach(() => session.dispose());

const bash = (command: string): Call => ({ tool: 'Bash', input: { command } });

test('preflight, a draft with a mistake, the finding, the fix, apply, summary: the file on disk is right', async () => {
  session = newSession(project('tiny'));
  const draft = join(session.project, DRAFT);
  const target = join(session.project, 'docs/06-technical-specification.md');
  const before = readFileSync(target, 'utf8');
  const [right, mistake] = ['A Google outage', '‹fill› outage'];
  const seen: ToolResult[] = [];
  const then =
    (call: Call) =>
    (_: unknown, [result]: readonly ToolResult[]) => {
      seen.push(result!);
      return [call];
    };
  const run = await converse(session, {
    prompt: '/vibe-step-6-integration-specs',
    script: [
      () => [bash('vibe-specs preflight')],
      then({ tool: 'Write', input: { file_path: draft, content: changed(tiny, right, mistake) } }),
      then(bash('vibe-specs check --draft')),
      then(bash('vibe-specs apply')),
      then({ tool: 'Edit', input: { file_path: draft, old_string: mistake, new_string: right } }),
      then(bash('vibe-specs check --draft')),
      then(bash('vibe-specs apply')),
      then(bash('vibe-specs summary')),
      (_, [result]) => {
        seen.push(result!);
        return 'Section 7 is applied.';
      },
    ],
  });
  expect([run.status, deniedCalls(run)]).toEqual([0, []]);
  const [preflight, , check, refused, , clean, applied, summary] = seen;
  expect(preflight!.text).toContain('# Preflight: ready');
  expect(check).toMatchObject({
    isError: true,
    text: expect.stringContaining(
      `${DRAFT}:15:1: error structure/placeholder: Unexpected placeholder "‹fill›"`,
    ) as string,
  });
  expect(refused!.text).toContain('the draft has errors; nothing was changed');
  expect(clean!.text).toMatch(/^0 errors, 0 warnings in 1 file; \d+ words without code$/);
  expect(applied!.text).toContain('docs/06-technical-specification.md: Section 7 added');
  expect(summary!.text).toContain('# Section 7 in docs/06-technical-specification.md');
  const after = readFileSync(target, 'utf8');
  const at = before.indexOf('## 8. Open Points');
  expect(after.startsWith(before.slice(0, at))).toBe(true);
  expect(after.endsWith(before.slice(at))).toBe(true);
  expect(after.slice(at, after.length - (before.length - at)).replace(/ inputs=[0-9a-f]{16}/, '')).toBe(
    `${tiny.trim()}\n\n`,
  );
  expect(existsSync(draft)).toBe(false);
});

test('the reviewer of the plugin is started, reads the draft and the facts, changes nothing, and its answer comes back', async () => {
  session = newSession(project('tiny'));
  const draft = join(session.project, DRAFT);
  mkdirSync(dirname(draft), { recursive: true });
  writeFileSync(draft, tiny);
  const FINDINGS = '43 · "60 s" against line 12 · write 1.5 s\n\n**Cut**: line 9';
  const start = {
    subagent_type: 'vibe-specs:section-7-reviewer',
    description: 'Review the draft',
    prompt: `Review ${DRAFT}.`,
  };
  const read: ToolResult[] = [];
  let tools: readonly string[] = [];
  let answer = '';
  const run = await converse(session, {
    prompt: '/vibe-step-6-integration-specs',
    script: [
      // The tool has had two names.
      ({ tools: all }) => [{ tool: all!.find(({ name }) => name === 'Agent' || name === 'Task')!.name, input: start }],
      () => 'Waiting for the reviewer.',
      // The agent works beside the conversation, and the client tells when it has ended.
      ({ messages }) => {
        answer = messages.map(({ content }) => textOf(content)).join('\n');
        return 'done';
      },
    ],
    agents: {
      'You review a draft of Section 7': [
        (request) => {
          tools = request.tools!.map(({ name }) => name);
          expect(textOf(request.messages[0]!.content)).toContain(start.prompt);
          return [{ tool: 'Read', input: { file_path: draft } }];
        },
        (_, [result]) => {
          read.push(result!);
          return [bash('vibe-specs facts google-oauth')];
        },
        (_, [result]) => {
          read.push(result!);
          return [bash('touch pwned')];
        },
        (_, [result]) => {
          read.push(result!);
          return FINDINGS;
        },
      ],
    },
  });
  const [text, facts, denied] = read;
  expect([text!.text, facts!.text]).toEqual([
    expect.stringContaining('Turnhalle uses one external service'),
    expect.stringContaining('Google Sign-In [google-oauth]'),
  ]);
  expect([denied!.isError, existsSync(join(session.project, 'pwned'))]).toEqual([true, false]);
  expect(tools).not.toContain('Write');
  expect(tools).not.toContain('Edit');
  expect(answer).toContain(FINDINGS);
  expect(readFileSync(draft, 'utf8')).toBe(tiny);
  expect(run.status).toBe(0);
});
