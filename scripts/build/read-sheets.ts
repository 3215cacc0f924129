import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import matter from 'gray-matter';
import { parse } from 'yaml';
import { buildCatalog, type SheetSource } from '../services/load.ts';
import type { ServiceCatalog } from '../services/catalog.ts';

export { compileCatalog } from '../services/compiled.ts';
export { partState } from '../services/select.ts';
export { stateOf } from '../services/sheet.ts';

/**
 * Reads templates/services of the repository at `root`. Build and tests only: users get the compiled
 * dist/catalog.jsonl.
 */
export function readSheets(root: string): ServiceCatalog {
  const folder = join(root, 'templates', 'services');
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name): SheetSource => {
      const path = join(folder, name).replaceAll('\\', '/');
      const { data, content } = matter(readFileSync(path, 'utf8'), {
        engines: {
          yaml: (text: string) => parse(text, { maxAliasCount: 0, schema: 'core' }) as object,
          javascript: () => {
            throw new Error('front matter in JavaScript is not executed');
          },
        },
      });
      return { path, data, body: content };
    });
  return buildCatalog(sources);
}
