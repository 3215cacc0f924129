import { beforeAll, expect, test } from 'vitest';
import { drawDiagrams } from '../../scripts/cli/commands/view-diagrams.ts';
import type { Drawings } from '../../scripts/view/diagrams/drawings.ts';
import { DRAWS } from './page.ts';

const DRAWN: readonly (readonly [what: string, source: string, labels: readonly string[]])[] = [
  ['the usual way', 'flowchart LR\n  A[Kitchen]-->|order|B[(Database)]', ['order', 'Kitchen', 'Database']],
  ['every kind of line', 'graph TD\n  A x--x B\n  A -. waits .-> B\n  A ==> B\n  A --- B', ['waits', 'A', 'B']],
  [
    'groups in groups',
    'flowchart TB\n subgraph Ours\n subgraph Inner\n A\n end\n A-->B\n end',
    ['Ours', 'Inner', 'A', 'B'],
  ],
  [
    'a shape by name, a title, a directive',
    '---\ntitle: T\n---\n%%{init: {}}%%\nflowchart LR\n A@{ shape: doc }-->B',
    ['A', 'B'],
  ],
  [
    'a sequence',
    'sequenceDiagram\n  autonumber\n  Kitchen->>Stripe: pay\n  Note over Kitchen: waits',
    ['Kitchen', 'Stripe', 'pay', 'waits'],
  ],
  ['states', 'stateDiagram-v2\n  [*] --> open\n  open --> paid: event', ['open', 'paid', 'event']],
  ['entities', 'erDiagram\n  ORDER ||--o{ LINE : has', ['ORDER', 'LINE', 'has']],
];
const NOT_DRAWN: readonly (readonly [what: string, source: string, why: string])[] = [
  ['a fault', 'flowchart LR\n  A--> [', 'it has a fault'],
  ['a kind that is not drawn', 'pie\n  "a": 1', 'this kind is not drawn'],
  ['too long', `flowchart LR\n${'%% x\n'.repeat(5000)}A-->B`, 'it has over 20000 characters'],
];

let drawings: Drawings;
beforeAll(async () => {
  const sources = [...DRAWN, ...NOT_DRAWN].map(([, source]) => source);
  drawings = await drawDiagrams(sources, DRAWS);
});
const svgOf = (source: string) => {
  const drawn = drawings.get(source)!;
  return 'svg' in drawn ? drawn.svg : drawn.why;
};

test.each(DRAWN)('%s', (_, source, labels) => {
  const texts = [...svgOf(source).matchAll(/<text [^>]*>([^<]+)</g)].map(([, text]) => text);
  expect(texts).toEqual(expect.arrayContaining([...labels]));
});

test('nothing is loaded, and the themes are those of the page', () => {
  for (const [, source] of DRAWN) {
    expect(svgOf(source)).not.toMatch(/@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
    expect(svgOf(source)).toContain('prefers-color-scheme: dark');
  }
});

test.each(NOT_DRAWN)('its source instead: %s', (_, source, why) => expect(drawings.get(source)).toEqual({ why }));

test('what takes too long to lay out is ended', async () => {
  const many = Array.from({ length: 22 }, (_, i) => `n${i}`);
  const source = `flowchart LR\n  ${many.join(' & ')} --> ${many.map((name) => `m${name}`).join(' & ')}`;
  const drawn = await drawDiagrams([source], DRAWS, { milliseconds: 1000, megabytes: 512 });
  expect(drawn.get(source)).toEqual({ why: 'it takes too long to lay out' });
});
