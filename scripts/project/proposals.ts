import type { OutlineSection } from '../markdown/sections.ts';
import { readDocument } from './documents.ts';
import { DDL } from './grammars.ts';
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

/** Grammars before prose, a whole document before a part of it; a number only decides between equals. */
const SCORE = { schema: 20, schemaPart: 16, whole: 8, mixed: 3, heading: 4, specification: 6, number: 1 } as const;

function candidatesIn(file: SourceFile, id: PrerequisiteId): Candidate[] {
  const { path, text } = file;
  if (/\.(?:sql|prisma)$/i.test(path)) return id === '5' ? schemaFile(file) : [];
  if (/\.(?:ya?ml|json)$/i.test(path))
    return id === '4' && looksLikeOpenApi(text) ? [{ where: path, score: SCORE.schema }] : [];
  const topic = id as Topic;
  const name = path
    .split('/')
    .at(-1)!
    .replace(/\.\w+$/, '')
    .replace(/[-_.]/g, ' ');
  const { sections } = readDocument(file);
  const title = sections[0]?.level === 1 ? sections[0].title : '';
  const candidates: Candidate[] = [];
  const wholly = [name, title].filter((each) => isAbout(each, topic)).map((each) => isOnlyAbout(each, topic));
  if (wholly.length > 0) {
    const score = (wholly.includes(true) ? SCORE.whole : SCORE.mixed) + wholly.length / 4;
    // `ARCHITECTURE.md` before `docs/digest-architecture.md`.
    const plainness = 1 / name.split(' ').filter((word) => !/^\d+$/.test(word)).length;
    candidates.push({ where: path, score: score + plainness + (path.startsWith('docs/') ? 0.25 : 0) });
  }
  // A document that numbers the sections of a specification is one, unless it is named for one of them.
  const isSpecification =
    TOPICS.every((each) => !isOnlyAbout(name, each)) &&
    sections.filter((s) => s.level <= 2 && isNumbered(s)).length > 1;
  sections.forEach((s, index) => {
    if (s.level > 2 || !isAbout(s.title, topic) || (index === 0 && s.level === 1)) return;
    const numbered = topNumber(s) === id ? SCORE.number + (isSpecification ? SCORE.specification : 0) : 0;
    const alone = isOnlyAbout(s.title, topic) ? 2 : 0;
    candidates.push({ where: `${path}#${s.title}`, score: SCORE.heading + numbered + alone });
  });
  return candidates;
}

const isOnlyAbout = (text: string, topic: Topic) =>
  isAbout(text, topic) && TOPICS.every((other) => other === topic || !isAbout(text, other));
const isNumbered = (s: OutlineSection) => {
  const number = topNumber(s);
  return TOPICS.some((topic) => topic === number && isAbout(s.title, topic));
};

/** A schema, or the folder of its migrations. SQL that makes no table is none. */
function schemaFile({ path, text }: SourceFile): Candidate[] {
  if (/\.prisma$/i.test(path)) return [{ where: path, score: SCORE.schema }];
  if (!DDL.test(text)) return [];
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (/(?:^|\/)migrations?$/i.test(folder)) return [{ where: folder, score: SCORE.schemaPart }];
  return [{ where: path, score: SCORE.schemaPart + (/schema|structure|ddl/i.test(path) ? 2 : 0) }];
}
