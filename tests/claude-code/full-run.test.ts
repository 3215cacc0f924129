import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { converse, deniedCalls, newSession, type Session } from './client.ts';
import type { ToolResult } from './mock-api.ts';

const fixture = (path: string) => new URL(`../fixtures/${path}`, import.meta.url).pathname;
const right = readFileSync(fixture('sections/tiny.md'), 'utf8');

let session: Session;
afterEach(() => session.dispose());

test('preflight, a draft with a mistake, the finding, the fix, apply, summary: the file on disk is right', async () => {
  session = newSession(fixture('projects/tiny'));
  const draft = `${session.project}/docs/.vibe-specs/07-integrations.draft.md`;
  const target = `${session.project}/docs/06-technical-specification.md`;
  const before = readFileSync(target, 'utf8');
  const mistake = '| code exchange | 500 ms | 1 s | soon |';
  const corrected = '| code exchange | 500 ms | 1 s | 1.5 s |';
  const bash = (command: string) => ({ tool: 'Bash', input: { command } });
  const seen: ToolResult[] = [];
  const then = (call: { tool: string; input: unknown }) => (_: unknown, [result]: readonly ToolResult[]) => {
    seen.push(result!);
    return [call];
  };
  const run = await converse(session, {
    prompt: '/vibe-step-6-integration-specs',
    script: [
      () => [bash('vibe-specs preflight')],
      then({ tool: 'Write', input: { file_path: draft, content: right.replace(corrected, mistake) } }),
      then(bash('vibe-specs check --draft')),
      then(bash('vibe-specs apply')),
      then({ tool: 'Edit', input: { file_path: draft, old_string: mistake, new_string: corrected } }),
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
  const finding = 'docs/.vibe-specs/07-integrations.draft.md:115:34: error structure/unreadable-value: Unexpected value "soon" of "Total" in row 1 of 7.A.1.6 "Timeout Configuration", expected a value such as: 5 s';
  expect(check!.text).toContain(finding);
  expect(check!.isError).toBe(true);
  expect(refused!.text).toContain('the draft has errors; nothing was changed');
  expect(clean!.text).toBe('0 errors, 0 warnings in 1 file');
  expect(applied!.text).toContain('docs/06-technical-specification.md: Section 7 added');
  expect(summary!.text).toContain('Section 7 in docs/06-technical-specification.md: no findings');
  const after = readFileSync(target, 'utf8');
  const at = before.indexOf('## 8. Open Points');
  expect(after.startsWith(before.slice(0, at))).toBe(true);
  expect(after.endsWith(before.slice(at))).toBe(true);
  expect(after.slice(at, after.length - (before.length - at)).replace(/ inputs=[0-9a-f]{16}/, '')).toBe(`${right.trim()}\n\n`);
  expect(existsSync(draft)).toBe(false);
});
