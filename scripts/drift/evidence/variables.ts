import { isMap, isScalar, parseAllDocuments, visit } from 'yaml';
import { isCode, isEnvFile, isLock, isWorkflow, isYaml } from '../kinds.ts';
import { nameOf, stringOf, type ScriptNode } from '../script.ts';
import type { FilePlace, RepoFile } from '../types.ts';

/** Where a name comes from, the most telling first. */
export const ORIGINS = ['code', 'example', 'deployment', 'workflow'] as const;
export type Origin = (typeof ORIGINS)[number];

export interface VariableUse {
  readonly name: string;
  readonly origin: Origin;
  readonly place: FilePlace;
}

/** `STRIPE_SECRET_KEY`; names of one word are no service's. */
const NAME = '[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}';
const WHOLE = new RegExp(`^${NAME}$`);
const ANY = new RegExp(`(?<![A-Za-z0-9_])${NAME}(?![A-Za-z0-9])`, 'g');
/** What reads the environment in languages that are read as text: `os.environ["X"]`, `getenv('X')`, `env.X`, `${X}`. */
const READ = new RegExp(`(?:\\b(?:env|ENV)\\.|[([]\\s?["'\`]|\\$\\{)(${NAME})(?=["'\`}:]|(?![A-Za-z0-9_]))`, 'g');
const ASSIGNED = new RegExp(`^[ \\t]*(?:export[ \\t]+|ENV[ \\t]+|ARG[ \\t]+)?["']?(${NAME})["']?[ \\t]*(?:=|$)`, 'gm');
/** A field of a settings class in Python. */
const FIELD = new RegExp(`^[ \\t]+(${NAME})[ \\t]*:[^=\\n]{1,60}(?:=|$)`, 'gm');
const QUOTED = new RegExp(`["'](${NAME})["']`, 'g');
const SECRET = new RegExp(`\\b(?:secrets|vars)\\.(${NAME})(?![A-Za-z0-9_])`, 'g');

/** Every name of this form in a file, whatever it is: what is looked for is known where it stands at all. */
export function namesIn({ text }: RepoFile): Set<string> {
  return new Set(text.match(ANY));
}

/**
 * Names that a file reads from the environment or puts there. `nodes` are those of its syntax tree, where it has one.
 */
export function variablesOf(file: RepoFile, nodes: readonly ScriptNode[] | null): VariableUse[] {
  const { path, text } = file;
  if (isLock(path)) return [];
  const of =
    (origin: Origin) =>
    ({ name, start }: Found) => ({
      name,
      origin,
      place: { file, at: { start, end: start + name.length } },
    });
  if (isEnvFile(path)) return matches(text, ASSIGNED).map(of('example'));
  if (nodes) return readBy(nodes, text).map(of('code'));
  if (isCode(path)) {
    const fields = /\.py$/.test(path) ? matches(text, FIELD) : [];
    return [...matches(text, READ), ...fields].filter(({ start }) => !isComment(text, start)).map(of('code'));
  }
  if (isYaml(path)) {
    const names = [...inYaml(text), ...matches(text, SECRET)];
    return names.map(of(isWorkflow(path) ? 'workflow' : 'deployment'));
  }
  const pattern = /\.json$/.test(path) ? QUOTED : /\.properties$/.test(path) ? READ : ASSIGNED;
  return matches(text, pattern).map(of('deployment'));
}

interface Found {
  readonly name: string;
  readonly start: number;
}

const matches = (text: string, pattern: RegExp): Found[] =>
  [...text.matchAll(pattern)].map((match) => ({ name: match[1]!, start: match.index + match[0].indexOf(match[1]!) }));

/** So far from its beginning a line is looked at. */
const FAR = 400;

/** A line that begins as comments do. */
export function isComment(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - FAR), at);
  const start = before.lastIndexOf('\n') + 1;
  // The line begins further left, as lines do that a program wrote.
  if (start === 0 && at > FAR) return false;
  return /^\s*(?:#|\/\/|\*|\/\*|<!--|--)/.test(before.slice(start));
}

/** `process.env.X`, `const { X } = process.env`, `env.X`, `config.get('X')`, `X: z.string()`. */
function* namedBy(node: ScriptNode): Iterable<readonly [string, unknown]> {
  if (/^(?:Optional)?MemberExpression$/.test(node.type)) {
    if (/^(?:env|ENV)$/.test(nameOf(node.object))) yield [nameOf(node), node.property];
  } else if (node.type === 'VariableDeclarator') {
    const { id, init } = node as { id?: ScriptNode; init?: unknown };
    if (id?.type !== 'ObjectPattern' || nameOf(init) !== 'env') return;
    for (const property of id.properties as readonly ScriptNode[]) yield [nameOf(property.key), property];
  } else if (/^(?:Optional)?CallExpression$/.test(node.type)) {
    const [first] = node.arguments as readonly unknown[];
    yield [stringOf(first) ?? '', first];
  } else if (node.type === 'ObjectProperty') {
    const value = node.value as ScriptNode;
    if (value.type === 'CallExpression') yield [nameOf(node.key) || (stringOf(node.key) ?? ''), node.key];
  }
}

function readBy(nodes: readonly ScriptNode[], text: string): Found[] {
  const found: Found[] = [];
  for (const node of nodes) {
    for (const [name, where] of namedBy(node)) {
      if (!WHOLE.test(name)) continue;
      const from = (where as ScriptNode).start ?? 0;
      found.push({ name, start: Math.max(from, text.indexOf(name, from)) });
    }
  }
  return found;
}

/** So long a file is no manifest that people write. */
const LONGEST_YAML = 256 * 1024;

/** Keys, `name:` of a list of variables, `- NAME=value`. A template that is no YAML yet has its names in quotes. */
function inYaml(text: string): Found[] {
  if (text.length > LONGEST_YAML || text.search(/[A-Z]_[A-Z]/) < 0) return [];
  const found: Found[] = [];
  const add = (value: unknown) => {
    if (!isScalar(value) || typeof value.value !== 'string' || !value.range) return;
    const name = value.value.split('=', 1)[0]!.trim();
    if (WHOLE.test(name)) found.push({ name, start: Math.max(value.range[0], text.indexOf(name, value.range[0])) });
  };
  try {
    const documents = parseAllDocuments(text, {
      prettyErrors: false,
      logLevel: 'silent',
      strict: false,
      uniqueKeys: false,
    });
    for (const document of Array.isArray(documents) ? documents : []) {
      visit(document, {
        Pair: (_, { key, value }) => {
          add(key);
          if (isScalar(key) && key.value === 'name') add(value);
        },
        Seq: (_, { items }) => {
          for (const item of items) if (!isMap(item)) add(item);
        },
      });
    }
  } catch {
    return [];
  }
  return found;
}
