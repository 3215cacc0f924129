import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceCatalog } from '../../services/catalog.ts';
import { readCatalog } from '../../services/compiled.ts';

/** Folder of the bundle. The build replaces it by `__dirname`; from source it is dist/ of the repository. */
declare const VIBE_SPECS_DIST: string | undefined;

const dist = () => (typeof VIBE_SPECS_DIST === 'string' ? VIBE_SPECS_DIST : join(process.cwd(), 'dist'));

/** A file of the installed product: `templates`, `sections`, … */
export function installed(...path: string[]): string {
  return join(dist(), '..', ...path);
}

export const pathBesideBundle = (name: string): string => join(dist(), name);

/** A text that lies beside the bundle. */
export const besideBundle = (name: string): string => readFileSync(pathBesideBundle(name), 'utf8');

let loaded: ServiceCatalog | undefined;

/** The compiled sheets, read on first use: they lie beside the bundle. */
export function loadCatalog(): ServiceCatalog {
  return (loaded ??= readCatalog(readFileSync(join(dist(), 'catalog.jsonl'))));
}
