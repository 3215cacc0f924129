import { setFlagsFromString } from 'node:v8';
import { loadModule } from 'libpg-query';

let loading: Promise<void> | undefined;

/**
 * Loads PostgreSQL's grammar, once. Its WebAssembly is compiled by the quick compiler alone: a document is parsed in milliseconds, and the process would wait
 * most of a second for the optimising compiler before it can end. What is compiled afterwards is compiled as usual.
 */
export function loadSqlGrammar(): Promise<void> {
  return (loading ??= load());
}

async function load(): Promise<void> {
  setFlagsFromString('--liftoff-only');
  try {
    await loadModule();
  } finally {
    setFlagsFromString('--no-liftoff-only');
  }
}
