import type { Statement } from './split.ts';

const NEEDS_SERVER: ReadonlyMap<string, string> = new Map([
  ['CopyStmt', 'COPY needs data from outside'],
  ['CreatedbStmt', 'the embedded database is one database'],
  ['DropdbStmt', 'the embedded database is one database'],
  ['AlterDatabaseStmt', 'the embedded database is one database'],
  ['AlterDatabaseSetStmt', 'the embedded database is one database'],
  ['AlterSystemStmt', 'sets up a server'],
  ['CreateTableSpaceStmt', 'needs a folder of a server'],
  ['CreateSubscriptionStmt', 'needs another server'],
  ['CreateForeignServerStmt', 'needs another server'],
  ['ImportForeignSchemaStmt', 'needs another server'],
  ['LoadStmt', 'loads a library of a server'],
]);

/** Signs of text to be filled in, where the grammar stops at them. */
const PLACEHOLDER = /^(?::[A-Za-z'"]|\?|@|%|\{|\$\{|<|\[|\.\.\.|…|#)/;

/** Why a statement is not run at all, or null. */
export function whyNot({ kind, tree, text, fault }: Statement): string | null {
  if (fault) return PLACEHOLDER.test(text.slice(fault.at)) ? 'holds a placeholder' : null;
  if (kind === 'DoStmt' && !/\bplpgsql\b/i.test(text) && /\bLANGUAGE\b/i.test(text.split('$', 1)[0]!))
    return 'not in PL/pgSQL';
  // Rights of a role are no matter of the section's SQL, and what follows would fail for them.
  if (kind === 'VariableSetStmt' && ['role', 'session_authorization'].includes(String(tree.name)))
    return 'changes the role';
  return NEEDS_SERVER.get(kind) ?? null;
}
