import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { grammarsFor } from '../../scripts/project/grammars.ts';
import { parseProject, type ProjectFiles } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import type { ServiceCatalog } from '../../scripts/services/catalog.ts';

/** What a mutant is judged with: sheets, real projects, and documents to mutate. */
export interface World {
  readonly catalog: ServiceCatalog;
  readonly projects: Readonly<
    Record<string, { readonly files: ProjectFiles; readonly context: ProjectContext } | null>
  >;
  /** Documents with a Section 7. */
  readonly sections: readonly string[];
  readonly others: readonly string[];
}

const PROJECTS = { 'harbor-kitchen': 'tests/fixtures/projects/harbor-kitchen', tiny: 'tests/fixtures/projects/tiny' };

export async function openWorld(root: string): Promise<World> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const markdownIn = (folder: string) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => read(`${folder}/${name}`));
  const catalog = readSheets(root);
  const open = async (path: string) => {
    const files = readProject(join(root, path));
    return { files, context: parseProject(files, catalog, await grammarsFor(files)) };
  };
  const projects = {
    'harbor-kitchen': await open(PROJECTS['harbor-kitchen']),
    tiny: await open(PROJECTS.tiny),
    none: null,
  };
  const inputs = Object.values(projects).flatMap((p) =>
    p ? [...p.files.specification, ...(p.files.architecture ? [p.files.architecture] : [])] : [],
  );
  const documents = inputs.map((file) => file.text);
  const isSection = (text: string) => /^## 7\. /m.test(text);
  return {
    catalog,
    projects,
    sections: [read('tests/fixtures/sections/tiny.md'), ...documents.filter(isSection), read('templates/section-7.md')],
    others: [
      ...documents.filter((text) => !isSection(text)),
      ...markdownIn('tests/fixtures/evals'),
      ...markdownIn('templates/services').slice(0, 30),
      read('README.md'),
    ],
  };
}
