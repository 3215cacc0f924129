import { describe, expect, test } from 'vitest';
import { checkWith } from '../project.ts';
import { isRun, SECTIONS, withFault } from './sections.ts';

test('there are at least sixty of them', () =>
  expect(SECTIONS.reduce((n, { faults }) => n + faults.length, 0)).toBeGreaterThanOrEqual(60));

describe.each(SECTIONS)('$name', (seeded) => {
  test('without a fault nothing is found', async () => {
    const { diagnostics } = await checkWith(seeded.section, seeded.documents);
    expect(
      diagnostics.filter(({ rule }) => !seeded.known.includes(rule)).map((d) => `${d.line}: ${d.rule}: ${d.message}`),
    ).toEqual([]);
  });

  test.each(
    seeded.faults
      .filter((fault) => !isRun(fault))
      .map(
        (fault) =>
          [
            `${fault[3]} in ${fault[0]}: ${fault[2].slice(0, 60) || `without ${fault[1].slice(0, 50)}`}`,
            fault,
          ] as const,
      ),
  )('%s', async (_, fault) => {
    const [where, , , rule, says] = fault;
    const { section, documents } = withFault(seeded, fault);
    const { diagnostics } = await checkWith(section, documents);
    const found = diagnostics.map((d) => ({ rule: d.rule, where: d.section, says: `${d.message} ${d.advice ?? ''}` }));
    expect(found).toContainEqual({ rule, where, says: expect.stringContaining(says) as string });
  });
});
