import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, HARBOR_FILE, ROOT, textOf } from './support.ts';

// What a user sees first. Its text is an agent's and is not repeated here.
const example = join(ROOT, 'examples/harbor-kitchen');

describe('the example', () => {
  test('has no errors, and was written from the documents beside it', async () => {
    const { status, out } = await cli(example, ['check']);
    expect([status, out]).toEqual([
      0,
      expect.stringMatching(/\n?0 errors, \d+ warnings?(?:, .*)? in 1 file; \d+ words without code\n$/),
    ]);
    expect(out).not.toContain('trace/stale-inputs');
  });

  test('has three services, each with its facts, and its summary counts them', async () => {
    const { status, out } = await cli(example, ['summary', '--json']);
    const { services, decisions, sources, webhooks } = JSON.parse(out) as {
      services: { name: string }[];
      decisions: object[];
      sources: number;
      webhooks: number;
    };
    expect([status, services.length, decisions.length > 0, sources > 0, webhooks > 0]).toEqual([
      0,
      3,
      true,
      true,
      true,
    ]);
  });

  test.each(['json', 'env', 'mermaid', 'csv', 'prometheus', 'asyncapi'])('is exported to %s', async (format) => {
    const { status, out } = await cli(example, ['export', '--to', format]);
    expect([status, out.length > 100]).toEqual([0, true]);
  });

  test('holds no path of the machine it was written on', () => {
    expect(textOf(join(example, HARBOR_FILE))).not.toMatch(/(?:^|[\s`(])\/(?:work|home|tmp|root|Users)\//);
  });
});
