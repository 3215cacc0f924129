import { parse } from '@babel/parser';
import type { Column } from './types.ts';
import type { SchemaTable } from './schema-sql.ts';

type Table = Omit<SchemaTable, 'text'>;
interface Node {
  readonly type: string;
  readonly start?: number;
  readonly [key: string]: unknown;
}

const LONGEST = 1_000_000;
const TABLE = /^(?:pgTable|mysqlTable|sqliteTable|table)$/;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/**
 * Tables of a Drizzle schema, `pgTable('users', { id: uuid('id') })`, by the grammar of TypeScript; nothing of it
 * runs. Null for what does not parse.
 */
export function drizzleTables(text: string): Table[] | null {
  if (text.length > LONGEST) return null;
  let root: unknown;
  try {
    root = parse(text, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true }).program;
  } catch {
    return null;
  }
  const tables: Table[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value);
    else if (isNode(value)) {
      const table = tableOf(value);
      if (table) tables.push(table);
      for (const [key, child] of Object.entries(value))
        if (key !== 'loc' && typeof child === 'object') open.push(child);
    }
  }
  return tables.sort((a, b) => a.at - b.at);
}

const stringOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'StringLiteral' ? String(node.value) : null;

function tableOf(node: Node): Table | null {
  if (node.type !== 'CallExpression') return null;
  const { callee, arguments: args } = node as unknown as { callee: unknown; arguments: unknown[] };
  const member = isNode(callee) && callee.type === 'MemberExpression' ? callee : null;
  const called = member ? member.property : callee;
  const name = stringOf(args[0]);
  const [, body] = args;
  if (
    !isNode(called) ||
    !TABLE.test(String(called.name)) ||
    name === null ||
    !isNode(body) ||
    body.type !== 'ObjectExpression'
  )
    return null;
  const columns: Column[] = [];
  let complete = true;
  for (const property of body.properties as Node[]) {
    const column = property.type === 'ObjectProperty' ? columnOf(property) : null;
    if (column) columns.push(column);
    else complete = false;
  }
  return { name, columns, complete, at: node.start ?? 0 };
}

/** `createdAt: timestamp('created_at').notNull()`: the innermost call has the type and, mostly, the name. */
function columnOf(property: Node): Column | null {
  const key = property.key as Node;
  let call = property.value as Node;
  while (
    isNode(call) &&
    call.type === 'CallExpression' &&
    isNode(call.callee) &&
    (call.callee as Node).type === 'MemberExpression'
  )
    call = (call.callee as Node).object as Node;
  if (!isNode(call) || call.type !== 'CallExpression') return null;
  const type = String((call.callee as Node).name ?? '') || null;
  return { name: stringOf((call.arguments as unknown[])[0]) ?? String(key.name ?? key.value), type };
}
