import { join } from 'node:path';
import { SDK } from '../../project/read.ts';
import type { ProjectContext } from '../../project/types.ts';
import type { RunInput } from '../../run/types.ts';
import type { CodeBlock, Section7 } from '../../spec/model.ts';

const SQL = new Set(['sql', 'postgresql', 'postgres', 'pgsql', 'sqlite', 'mysql']);
const SCRIPTS = new Set(['ts', 'typescript', 'tsx', 'mts', 'cts', 'js', 'javascript', 'jsx', 'mjs', 'cjs']);
/** Only names what has to be installed; whether an import resolves, the compiler says. */
const IMPORT = /(?:\bfrom|\brequire\(|\bimport\(|\bimport)\s*['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]+)?['"]/g;

/**
 * What of a section and its project is run: the id of a block is its index among the section's code, so that findings
 * find their place.
 */
export function runInputOf(section: Section7, project: ProjectContext | null, root: string): RunInput {
  const block = (code: CodeBlock) => ({
    id: String(section.code.indexOf(code)),
    text: code.block.text,
    language: code.block.language,
  });
  // First what 7.E changes, then the statements that the services use.
  const sql = section.code.filter(({ block: { language } }) => SQL.has(language));
  const isChange = ({ section: number }: CodeBlock) => /^7\.E(?:\.|$)/.test(number);
  const changes = [...sql.filter(isChange), ...sql.filter((code) => !isChange(code))];
  const scripts = section.code.filter(({ block: { language } }) => SCRIPTS.has(language));
  const schema = (project?.sql ?? []).filter(({ dialect }) => dialect !== 'other');
  return {
    schema: schema.map(({ text, dialect }, i) => ({ id: `5.${i}`, text, language: dialect })),
    changes: changes.map(block),
    scripts: scripts.map(block),
    packages: packagesOf(section, scripts),
    roots: [root, join(root, SDK)],
    dialect: schema[0]?.dialect,
    described: (project?.tables ?? []).map(({ name }) => name),
  };
}

/**
 * Packages that the code imports, with the version that the section names beside them: `stripe@23.1.0`, "stripe
 * 23.1.0".
 */
function packagesOf({ text, at }: Section7, scripts: readonly CodeBlock[]) {
  const names = new Set(scripts.flatMap(({ block }) => [...block.text.matchAll(IMPORT)].map((match) => match[1]!)));
  const own = text.slice(at.start, at.end);
  return [...names]
    .filter(
      (name) =>
        !name.startsWith('node:') && !/^(?:fs|path|crypto|http|https|url|util|stream|events|buffer|os)$/.test(name),
    )
    .map((name) => {
      const place = own.search(new RegExp(`(?<![\\w/-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:@| \`?v?)\\d`));
      const version =
        place < 0 ? undefined : /\d+(?:\.\d+){0,2}/.exec(own.slice(place + name.length, place + name.length + 20))?.[0];
      return { name, version };
    });
}
