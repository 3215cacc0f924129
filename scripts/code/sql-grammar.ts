import { setFlagsFromString } from 'node:v8';
import { loadModule } from 'libpg-query';

let loading: Promise<void> | undefined;

/** Loads PostgreSQL's grammar, once. */
export function loadSqlGrammar(): Promise<void> {
  return (loading ??= load());
}

/**
 * The quick compiler alone, and for good: a document is parsed in milliseconds, and the process would wait seconds
 * for the optimising compiler before it can end. The first flag is enough for Node.js 20 and 22, all three for 24,
 * which compiles functions when they are called; nothing else in the process is WebAssembly, for the embedded
 * database has a process of its own.
 */
function load(): Promise<void> {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
  return loadModule();
}
