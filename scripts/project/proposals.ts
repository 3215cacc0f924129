import { readDocument } from './documents.ts';
import { looksLikeOpenApi } from './openapi.ts';
import { isAbout, topNumber, type Topic } from './sections.ts';
import type { PrerequisiteId, ProjectContext, SourceFile, Unread } from './types.ts';

const KEYS: Readonly<Record<PrerequisiteId, string>> = {
  3: 'features',
  4: 'api',
  5: 'database',
  6: 'security',
  architecture: 'architecture',
};
const TITLES: Readonly<Record<PrerequisiteId, string>> = {
  3: 'Section 3, features',
  4: 'Section 4, API',
  5: 'Section 5, database',
  6: 'Section 6, security',
  architecture: 'The architecture document',
};

const TOPICS: readonly Topic[] = ['3', '4', '5', '6', 'architecture'];

interface Candidate {
  /** As the configuration names it: `docs/spec.md#4. API`. */
  readonly where: string;
  readonly score: number;
}

/**
 * For each input that is missing: the file or heading that seems to be it, and the line of configuration that makes
 * it readable. One proposal, all lines together.
 */
export function proposalsFor(project: ProjectContext, others: readonly SourceFile[]): Unread[] {
  const missing = project.prerequisites.filter((p) => p.state === 'missing').map((p) => p.id);
  // Where nothing follows the usual names, a heading of the architecture document may be a section, too.
  const own = project.files.filter(
    (f) => project.layout === 'none' || project.sections.every((s) => s.file !== f.path),
  );
  const files = [...own, ...others];
  const found = missing.flatMap((id) => {
    const [best] = files.flatMap((file) => candidatesIn(file, id)).sort((a, b) => b.score - a.score);
    return best ? [{ id, where: best.where }] : [];
  });
  if (found.length === 0) return [];
  const inputs = Object.fromEntries(found.map(({ id, where }) => [KEYS[id], where]));
  const names = found.map(({ id, where }) => `${TITLES[id]}: ${where}`).join('; ');
  return [
    {
      what: `seen instead of what is missing: ${names}`,
      why: 'the inputs are read as docs/06-technical-specification.md (or a folder of that name) and docs/02-technical-architecture.md',
      how: `Ask the user whether these are the inputs; then he writes vibe-specs.config.json: { "inputs": ${JSON.stringify(inputs)} }, or renames the files`,
    },
  ];
}

function candidatesIn(file: SourceFile, id: PrerequisiteId): Candidate[] {
  const { path, text } = file;
  if (/\.(?:sql|prisma)$/i.test(path))
    return id === '5' ? [{ where: path, score: /\.prisma$|schema/i.test(path) ? 8 : 5 }] : [];
  if (/\.(?:ya?ml|json)$/i.test(path)) return id === '4' && looksLikeOpenApi(text) ? [{ where: path, score: 8 }] : [];
  const topic = id as Topic;
  const name = path
    .split('/')
    .at(-1)!
    .replace(/\.\w+$/, '')
    .replace(/[-_.]/g, ' ');
  const document = readDocument(file);
  const candidates: Candidate[] = [];
  if (isAbout(name, topic)) candidates.push({ where: path, score: 6 + (path.startsWith('docs/') ? 1 : 0) });
  document.sections.forEach((s, index) => {
    if (s.level > 2 || !isAbout(s.title, topic)) return;
    const whole = index === 0 && s.level === 1;
    const numbered = topNumber(s) === id ? 4 : 0;
    const alone = TOPICS.every((other) => other === topic || !isAbout(s.title, other)) ? 2 : 0;
    candidates.push({ where: whole ? path : `${path}#${s.title}`, score: 3 + numbered + alone + (whole ? 1 : 0) });
  });
  return candidates;
}
