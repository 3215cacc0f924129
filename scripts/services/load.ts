import * as z from 'zod/mini';
import type { ServiceCatalog } from './catalog.ts';
import { sheetSchema, type ServiceSheet } from './sheet.ts';

/** One sheet's source: YAML front matter, already parsed as data, and the traps below it. */
export interface SheetSource {
  readonly path: string;
  readonly data: unknown;
  readonly body: string;
}

/** Builds the catalogue. Throws an Error that names file and field: the sheets are ours, so a bad one stops the build. */
export function buildCatalog(sources: readonly SheetSource[]): ServiceCatalog {
  const sheets: ServiceSheet[] = [];
  const owners = new Map<string, string>();
  for (const { path, data, body } of sources) {
    const result = sheetSchema.safeParse({ ...(data as object), traps: trapsOf(body) });
    if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
    const sheet = result.data;
    if (!path.endsWith(`/${sheet.id}.md`)) throw new Error(`${path}: the id is ${sheet.id}, expected the file's name`);
    for (const name of new Set([sheet.id, sheet.name, ...sheet.aliases].map((n) => n.toLowerCase()))) {
      const owner = owners.get(name);
      if (owner) throw new Error(`${path}: the name "${name}" belongs to ${owner}`);
      owners.set(name, sheet.id);
    }
    sheets.push(sheet);
  }
  return { sheets: sheets.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function trapsOf(body: string): string[] {
  return body.split('\n').filter((line) => line.startsWith('- ')).map((line) => line.slice(2).trim());
}
