import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { changed, fixture, HARBOR_FILE, harbor, project, textOf } from '../../support.ts';
import { FAULTS as BY_AGENT } from './by-agent.ts';
import type { Fault } from './fault.ts';
import { FAULTS as HARBOR } from './harbor-kitchen.ts';

/** A section with its documents, and its faults. */
export interface Seeded {
  readonly name: string;
  readonly section: string;
  readonly documents: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
  /** Rules that find something in it without a fault. */
  readonly known: readonly string[];
}

function documentsOf(name: string): ReadonlyMap<string, string> {
  const folder = project(name);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  return new Map(paths.filter((path) => path !== HARBOR_FILE).map((path) => [path, textOf(join(folder, path))]));
}

const documents = documentsOf('harbor-kitchen');

/** One of our own making, and one that an agent wrote from the same documents. */
export const SECTIONS: readonly Seeded[] = [
  { name: 'harbor-kitchen', section: harbor, documents, faults: HARBOR, known: [] },
  {
    name: 'by an agent',
    section: textOf(fixture('sections/harbor-kitchen-by-agent.md')),
    documents,
    faults: BY_AGENT,
    known: ['structure/length'],
  },
];

/** The section and its documents with the fault in them. */
export function withFault(
  { section, documents }: Seeded,
  [, from, to, , , document]: Fault,
): { section: string; documents: ReadonlyMap<string, string> } {
  if (document === undefined) return { section: changed(section, from, to), documents };
  return { section, documents: new Map(documents).set(document, changed(documents.get(document)!, from, to)) };
}

export const isRun = ([, , , rule]: Fault) => rule.startsWith('run/');
