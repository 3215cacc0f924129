import { describe, expect, test, vi } from 'vitest';
import { RULES } from '../../scripts/rules/index.ts';
import { checkWith } from '../rules/project.ts';
import { isRun, SECTIONS, withFault } from '../rules/seeded-faults/sections.ts';

vi.mock('../../scripts/run/process.ts', () => import('./in-process.ts'));

const RUN = RULES.filter(({ id }) => id.startsWith('run/'));

describe.each(SECTIONS)('$name, run', (seeded) => {
  // The agent's code uses packages that this repository does not have.
  test('without a fault SQL runs, and code where its packages are here', async () => {
    const rules = RUN.filter(({ id }) => id === 'run/sql' || seeded.faults.some(([, , , rule]) => rule === id));
    const { diagnostics, run } = await checkWith(seeded.section, seeded.documents, rules);
    expect([diagnostics.map((d) => d.message), run!.notRun]).toEqual([[], []]);
    expect(run!.ran.length).toBe(rules.length);
  });

  test.each(seeded.faults.filter(isRun).map((fault) => [`${fault[2].slice(0, 60)}`, fault] as const))(
    '%s',
    async (_, fault) => {
      const [where, , , rule, says] = fault;
      const { section, documents } = withFault(seeded, fault);
      const { diagnostics } = await checkWith(
        section,
        documents,
        RUN.filter(({ id }) => id === rule),
      );
      expect(diagnostics.map((d) => ({ rule: d.rule, where: d.section, says: d.message }))).toContainEqual({
        rule,
        where,
        says: expect.stringContaining(says) as string,
      });
    },
  );
});
