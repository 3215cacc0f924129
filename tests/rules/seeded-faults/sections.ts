import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { changed, HARBOR_FILE, project, textOf } from '../../support.ts';
import type { Fault } from './fault.ts';
import { FAULTS as HARBOR } from './harbor-kitchen.ts';

/** A section with its documents, and its faults. */
export interface Seeded {
  readonly name: string;
  readonly section: string;
  readonly documents: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

function seeded(name: string, faults: readonly Fault[]): Seeded {
  const folder = project(name);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md')).map((path) => path.replaceAll('\\', '/')).sort();
  const documents = new Map(paths.map((path) => [path, textOf(join(folder, path))]));
  return { name, section: documents.get(HARBOR_FILE)!, documents: new Map([...documents].filter(([path]) => path !== HARBOR_FILE)), faults };
}

export const SECTIONS: readonly Seeded[] = [seeded('harbor-kitchen', HARBOR)];

/** The section and its documents with the fault in them. */
export function withFault({ section, documents }: Seeded, [, from, to, , , document]: Fault): { section: string; documents: ReadonlyMap<string, string> } {
  if (document === undefined) return { section: changed(section, from, to), documents };
  return { section, documents: new Map(documents).set(document, changed(documents.get(document)!, from, to)) };
}

export const isRun = ([, , , rule]: Fault) => rule.startsWith('run/');
