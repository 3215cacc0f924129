import { readSheets } from '../../scripts/build/read-sheets.ts';
import { grammarsFor } from '../../scripts/project/grammars.ts';
import { parseProject, type ProjectFiles } from '../../scripts/project/parse.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';

export const catalog = readSheets(new URL('../..', import.meta.url).pathname);

const SPECIFICATION = 'docs/06-technical-specification';
const ARCHITECTURE = 'docs/02-technical-architecture.md';
export const filler = 'Enough words to be more than a heading without content.';
export const architecture = '# Architecture\n\nA Rails application on one server of ours, PostgreSQL beside it.\n';

export const parse = async (files: ProjectFiles): Promise<ProjectContext> =>
  parseProject(files, catalog, await grammarsFor(files));

/** A project of one document, or of several by their short names. */
export function read(
  specification: string | Readonly<Record<string, string>>,
  architectureText: string | null = architecture,
): Promise<ProjectContext> {
  const isSingle = typeof specification === 'string';
  const files = isSingle
    ? [{ path: `${SPECIFICATION}.md`, text: specification }]
    : Object.entries(specification).map(([name, text]) => ({ path: `${SPECIFICATION}/${name}`, text }));
  return parse({
    layout: isSingle ? 'single' : 'folder',
    specification: files,
    architecture: architectureText === null ? null : { path: ARCHITECTURE, text: architectureText },
    defaultTarget: isSingle ? `${SPECIFICATION}.md` : `${SPECIFICATION}/07-integrations.md`,
  });
}

/** Sections 3 to 6; what is left out says enough not to be a stub. */
export function sections({
  three = `### 3.2 Board\n- **Integration Requirements:** none\n\n${filler}`,
  four = filler,
  five = filler,
  six = filler,
  more = '',
}: Partial<Record<'three' | 'four' | 'five' | 'six' | 'more', string>>): string {
  return `# Spec\n\n## 3. Features\n\n${three}\n\n## 4. API\n\n${four}\n\n## 5. Database\n\n${five}\n\n## 6. Security\n\n${six}\n\n${more}`;
}

export const feature = (needs: string, id = '3.2', title = 'Pay'): string =>
  `### ${id} ${title}\n**Implementation Phase:** 1 | **Priority:** High\n\n- **Integration Requirements:** ${needs}\n`;

/** Vendors with the stances that structured places give them; those of prose as `mentioned`. */
export const stances = ({ vendors }: ProjectContext): Record<string, string> =>
  Object.fromEntries(
    [...new Set(vendors.map((v) => v.name))].map((name) => [
      name,
      [...new Set(vendors.filter((v) => v.name === name).map((v) => v.stance))].join(' '),
    ]),
  );

export const calls = ({ endpoints }: ProjectContext): string[] =>
  endpoints.map((e) => `${e.method} ${e.path}${e.webhook ? ' (webhook)' : ''}`);
