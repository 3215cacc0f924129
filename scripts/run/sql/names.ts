import type { Statement, Tree } from './split.ts';

/** Calls `visit` for each object of a tree with the name it has there. No recursion: trees can be deep. */
export function walk(tree: unknown, visit: (name: string, node: Tree) => void): void {
  const todo: [string, unknown][] = [['', tree]];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [name, value] = next;
    if (Array.isArray(value)) for (const item of value) todo.push([name, item]);
    else if (typeof value === 'object' && value !== null) {
      visit(name, value as Tree);
      todo.push(...Object.entries(value));
    }
  }
}

const MENTIONS = new Set([
  'sval',
  'relname',
  'colname',
  'name',
  'conname',
  'schemaname',
  'newname',
  'subname',
  'extname',
  'accessMethod',
]);

/** Every name that stands in a statement. */
export function mentioned(tree: Tree): Set<string> {
  const names = new Set<string>();
  walk(tree, (_, node) => {
    for (const [key, value] of Object.entries(node))
      if (typeof value === 'string' && MENTIONS.has(key)) names.add(value);
  });
  return names;
}

/** Names of the objects that a statement would make. */
export function created({ kind, tree }: Statement): string[] {
  const named = (node: unknown) => (node as Tree | undefined)?.relname;
  const last = (list: unknown) => lastName(list);
  const at = (key: string) => tree[key];
  const names: Record<string, () => unknown[]> = {
    CreateStmt: () => [named(at('relation'))],
    ViewStmt: () => [named(at('view'))],
    CreateTableAsStmt: () => [named((at('into') as Tree | undefined)?.rel)],
    IndexStmt: () => [at('idxname')],
    CreateSeqStmt: () => [named(at('sequence'))],
    CreateEnumStmt: () => [last(at('typeName'))],
    CreateRangeStmt: () => [last(at('typeName'))],
    CompositeTypeStmt: () => [named(at('typevar'))],
    CreateDomainStmt: () => [last(at('domainname'))],
    CreateFunctionStmt: () => [last(at('funcname'))],
    CreateSchemaStmt: () => [at('schemaname')],
    DefineStmt: () => [last(at('defnames'))],
    CreateTrigStmt: () => [at('trigname')],
    CreatePolicyStmt: () => [at('policy_name')],
    CreateRoleStmt: () => [at('role')],
    RenameStmt: () => [at('newname')],
    AlterEnumStmt: () => [at('newVal')],
    AlterTableStmt: () => added(tree),
  };
  return (names[kind]?.() ?? []).filter((name) => typeof name === 'string');
}

/** Columns and constraints that ALTER TABLE adds. */
function added(tree: Tree): unknown[] {
  const names: unknown[] = [];
  walk(tree.cmds, (name, node) => {
    if (name === 'ColumnDef') names.push(node.colname);
    if (name === 'Constraint') names.push(node.conname);
  });
  return names;
}

/** The last part of a qualified name. */
export function lastName(list: unknown): string | undefined {
  const last = Array.isArray(list) ? (list.at(-1) as Tree | undefined) : undefined;
  return (last?.String as Tree | undefined)?.sval as string | undefined;
}

/** Roles that statements give rights to and that none of them creates. */
export function missingRoles(statements: readonly Statement[]): string[] {
  const roles = new Set<string>();
  walk(
    statements.map(({ tree }) => tree),
    (name, node) => {
      if ((name === 'RoleSpec' || name === 'newowner') && node.roletype === 'ROLESPEC_CSTRING')
        roles.add(String(node.rolename));
    },
  );
  for (const statement of statements)
    if (statement.kind === 'CreateRoleStmt') for (const role of created(statement)) roles.delete(role);
  return [...roles].filter((role) => !role.startsWith('pg_') && role !== 'postgres').sort();
}

const BUILT_IN = new Set(['public', 'pg_catalog', 'information_schema', 'pg_temp']);

/** Schemas that tables and extensions of statements lie in and that none of them creates. */
export function missingSchemas(statements: readonly Statement[]): string[] {
  const schemas = new Set<string>();
  walk(
    statements.map(({ tree }) => tree),
    (_, node) => {
      if (typeof node.schemaname === 'string' && typeof node.relname === 'string') schemas.add(node.schemaname);
      if (node.defname === 'schema') schemas.add(String(((node.arg as Tree)?.String as Tree)?.sval));
    },
  );
  for (const statement of statements)
    if (statement.kind === 'CreateSchemaStmt') for (const name of created(statement)) schemas.delete(name);
  return [...schemas].filter((schema) => !BUILT_IN.has(schema)).sort();
}
