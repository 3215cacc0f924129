import { expect, test } from 'vitest';
import { main } from '../../scripts/cli.ts';
import { allRules } from '../../scripts/rules/run.ts';

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await main(['rules', ...args], { cwd: process.cwd(), env: {}, isTTY: false, out: (t) => void (out += t), err: (t) => void (err += t), stdin: () => Promise.resolve(Buffer.alloc(0)), today: '2026-11-26' });
  return { status, out, err };
}

test('all of them, a line each', async () => {
  const { status, out } = await run();
  expect([status, out.split('\n').length - 1]).toEqual([0, allRules().length]);
  expect(out).toContain('error   numbers/quota: A demand above the quota makes the design fail on its first full day.\n');
});
test('the page of one, as it is published', async () => {
  const { status, out } = await run('numbers/slo');
  expect(status).toBe(0);
  expect(out).toMatch(/^# numbers\/slo\n\n[\s\S]*\n## Wrong\n[\s\S]*\n## Right\n/);
});
test('one as JSON', async () => expect(JSON.parse((await run('numbers/slo', '--json')).out)).toEqual([expect.objectContaining({ id: 'numbers/slo', severity: 'warning' })]));
test('an unknown one', async () => expect(await run('numbers/sol')).toEqual({ status: 2, out: '', err: 'vibe-specs: unknown rule "numbers/sol", did you mean numbers/slo? vibe-specs rules lists them\n' }));
