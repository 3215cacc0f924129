import { expect, test } from 'vitest';
import { allRules } from '../../scripts/rules/engine.ts';
import { cli, ROOT } from '../support.ts';

const run = (...args: string[]) => cli(ROOT, ['rules', ...args]);

test('all of them, a line each', async () => {
  const { status, out } = await run();
  expect([status, out.split('\n').length - 1]).toEqual([0, allRules().length]);
  expect(out).toContain('warning numbers/quota: A demand above the quota');
});

test('the page of one, as it is published', async () => {
  const { status, out } = await run('trace/ids');
  expect(status).toBe(0);
  expect(out).toMatch(/^# trace\/ids\n\n[\s\S]*\n## Wrong[\s\S]*\n## Right/);
});

test('each rule has its page', async () => {
  for (const { id } of allRules())
    expect((await run(id)).out, id).toMatch(new RegExp(`^# ${id}\\n\\n.*\\n\\nSeverity: `));
});

test('one as JSON', async () =>
  expect(JSON.parse((await run('trace/ids', '--json')).out)).toEqual([
    expect.objectContaining({ id: 'trace/ids', severity: 'error' }),
  ]));

test('an unknown one', async () =>
  expect(await run('trace/idz')).toEqual({
    status: 2,
    out: '',
    err: 'vibe-specs: unknown rule "trace/idz", did you mean trace/ids? vibe-specs rules lists them\n',
  }));
