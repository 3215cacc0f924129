import { mutate } from './mutate.ts';
import type { Case } from './properties.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** A mutant of the world's documents, or of those in `pool`, and what it is judged with. */
export function caseOf(world: World, random: Random, pool: readonly string[]): Case {
  const other = random.pick(random.chance(0.5) ? world.others : world.sections);
  const project = random.pick(['harbor-kitchen', 'harbor-kitchen', 'tiny', 'none']);
  const kind = random.next();
  if (kind < 0.6)
    return {
      kind: 'check',
      project,
      text: mutate(random.chance(0.06) ? random.pick(world.others) : random.pick(pool), random, other),
    };
  if (kind < 0.85) {
    const draft = random.pick(world.sections);
    const target = random.pick(random.chance(0.5) ? pool : world.others);
    return {
      kind: 'apply',
      project,
      text: random.chance(0.4) ? draft : mutate(draft, random, other),
      target: random.chance(0.1) ? '' : mutate(target, random, other),
    };
  }
  const name = project === 'none' ? 'tiny' : project;
  const { specification, architecture } = world.projects[name]!.files;
  const documents = [...specification, ...(architecture ? [architecture] : [])];
  const document = random.below(documents.length);
  return { kind: 'project', project: name, document, text: mutate(documents[document]!.text, random, other) };
}
