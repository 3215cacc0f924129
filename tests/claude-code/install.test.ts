import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { VERSION } from '../../scripts/product.ts';
import { claude, converse, newSession, ROOT, type Session } from './client.ts';

let session: Session;
afterEach(() => session.dispose());

test('installed from a clone, without npm install, the command and its CLI work', { timeout: 180_000 }, async () => {
  session = newSession(new URL('../fixtures/projects/tiny', import.meta.url).pathname);
  const clone = join(session.home, '..', 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone]);
  expect(existsSync(join(clone, 'node_modules'))).toBe(false);
  const validated = await claude(session, ['plugin', 'validate', '--strict', '--profile', 'directory', clone]);
  expect([validated.status, validated.output]).toEqual([0, expect.stringContaining('Validation passed')]);
  const added = await claude(session, ['plugin', 'marketplace', 'add', clone]);
  const installed = await claude(session, ['plugin', 'install', 'vibe-specs@vibe-specs']);
  expect([added.status, installed.status], added.output + installed.output).toEqual([0, 0]);
  // The client runs npm for a plugin whose package.json names dependencies: ours names none.
  const cache = join(session.home, '.claude/plugins/cache/vibe-specs/vibe-specs');
  expect(readdirSync(cache)).toEqual([VERSION]);
  expect(existsSync(join(cache, VERSION, 'node_modules'))).toBe(false);
  const answers: string[] = [];
  await converse(session, {
    plugin: null,
    prompt: '/vibe-step-6-integration-specs',
    script: [
      () => [{ tool: 'Bash', input: { command: 'vibe-specs preflight' } }],
      (_, [result]) => {
        answers.push(result!.text);
        return [{ tool: 'Bash', input: { command: 'vibe-specs draft google-oauth' } }];
      },
      (_, [result]) => {
        answers.push(result!.text);
        return 'done';
      },
    ],
  });
  expect(answers[0]).toContain('# Preflight: ready');
  expect(answers[1]).toContain('docs/.vibe-specs/07-integrations.draft.md written: a start with 1 service');
  expect(readFileSync(join(session.project, 'docs/.vibe-specs/07-integrations.draft.md'), 'utf8')).toContain(
    '#### 7.A.1 Google Sign-In',
  );
});
