import { extensionOf } from './extensions.ts';
import { created, mentioned } from './names.ts';
import type { SqlFault } from './place.ts';
import type { Statement } from './split.ts';

/** Codes of PostgreSQL for something that does not exist: schema, table, column, function, other object. */
const UNDEFINED = new Set(['3F000', '42P01', '42703', '42883', '42704']);

/**
 * What is missing in the database although the documents have it, or may have it: names of objects that could not be
 * made. A statement that fails and mentions one of them is not judged.
 */
export class Gaps {
  readonly #described: ReadonlySet<string>;
  readonly #lost = new Set<string>();
  readonly #texts: string[] = [];
  readonly #inSchema = new Set<string>();
  #schemas: ReadonlySet<string> = new Set();
  #tables = 0;
  #schemaEnded = false;

  constructor(described: readonly string[]) {
    this.#described = new Set(
      described.flatMap((name) => [name, name.split('.').at(-1)!]).map((name) => name.toLowerCase()),
    );
  }

  learn(schema: readonly Statement[]): void {
    for (const statement of schema) {
      for (const name of created(statement)) this.#inSchema.add(name);
      if (statement.kind === 'CreateStmt') this.#tables++;
    }
  }

  /** Schemas (namespaces) that the documents create or that Section 5 uses; libraries and hosts bring others. */
  knows(schemas: readonly string[]): void {
    this.#schemas = new Set([...schemas, 'public']);
  }

  endOfSchema(): void {
    this.#schemaEnded = true;
  }

  lose(names: readonly string[]): void {
    for (const name of names) this.#lost.add(name);
  }

  /** A statement that was not run may have made anything that it names. */
  loseText(text: string): void {
    this.#texts.push(text);
  }

  /** Why a failure says nothing of the statement, or null. */
  explains(statement: Statement, { code, message }: SqlFault): string | null {
    if (statement.fault) return null;
    if (statement.kind === 'CreateExtensionStmt') {
      return `the extension ${statement.tree.extname} is not part of the embedded database`;
    }
    if (code === '53200' || code === '54001') return 'needs more memory than the limit';
    if (code === '42P18') return 'the type of a parameter cannot be told';
    if (code.startsWith('58')) return `needs what lies outside of the database: ${message}`;
    if (code === '42501') return 'needs rights that the embedded database does not give';
    // Another than PostgreSQL's own errors: the database itself failed.
    if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('XX')) return `the embedded database failed: ${message}`;
    const names = [...mentioned(statement.tree), ...quotedNames(message)];
    const lost = names.find((name) => this.#lost.has(name));
    if (lost !== undefined) return `follows from ${lost}, which could not be made before`;
    if (!UNDEFINED.has(code)) return null;
    const brought = names.find((name) => extensionOf(name) !== undefined);
    if (brought !== undefined) return `${brought} comes from the extension ${extensionOf(brought)}, which is not there`;
    const foreign = this.#foreignSchema(code, message);
    if (foreign !== null) return `no document creates the schema ${foreign}: a library or the host brings it`;
    return this.#missing(quotedNames(message), message);
  }

  #foreignSchema(code: string, message: string): string | null {
    const [name = ''] = /"([^"]+)"/.exec(message)?.slice(1) ?? [];
    const schema = code === '3F000' ? name : name.includes('.') ? name.slice(0, name.indexOf('.')) : 'public';
    return code === '42703' || schema === '' || this.#schemas.has(schema) ? null : schema;
  }

  #missing(names: readonly string[], message: string): string | null {
    const described = names.find((name) => this.#described.has(name.toLowerCase()));
    if (described !== undefined) return `Section 5 describes ${described} without SQL`;
    if (names.some((name) => this.#texts.some((text) => text.includes(name))))
      return `follows from a statement that was not run: ${message}`;
    if (!this.#schemaEnded)
      return names.some((name) => this.#inSchema.has(name)) ? `comes before what it needs: ${message}` : null;
    return this.#tables === 0 ? `no SQL of Section 5 creates a table: ${message}` : null;
  }
}

const quotedNames = (message: string) =>
  [...message.matchAll(/"([^"]+)"/g)].flatMap(([, name]) => [name!, name!.split('.').at(-1)!]);
