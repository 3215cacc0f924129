import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { caseOf } from './cases.ts';
import { Counts, Judge } from './properties.ts';
import { Random } from './random.ts';
import { openWorld } from './world.ts';

const world = await openWorld(fileURLToPath(new URL('../../', import.meta.url)));

/**
 * A short, always equal run of what `npm run fuzz` does for minutes; "fast" is left to that, for a test is not timed.
 */
test('mutants of real documents: no crash, each finding where it says, apply changes nothing else', async () => {
  const counts = new Counts();
  const judge = new Judge(world, counts);
  const random = new Random(20261124);
  for (let i = 0; i < 300; i++) {
    const mutant = caseOf(world, random, world.sections);
    const failures = (await judge.failures(mutant)).filter((f) => f.property !== 'fast');
    expect(failures, JSON.stringify(mutant)).toEqual([]);
  }
  // The run reached what it is for.
  expect(counts.rules.size).toBeGreaterThan(20);
  expect(counts.properties.get('applied')).toBeGreaterThan(20);
});

test('the properties see a fault', async () => {
  const catalog = new Proxy(world.catalog, {
    get: () => {
      throw new Error('the catalog is broken');
    },
  });
  const judge = new Judge({ ...world, catalog }, new Counts());
  expect((await judge.failures({ kind: 'check', project: 'none', text: world.sections[0]! }))[0]).toMatchObject({
    property: 'no exception',
  });
});
