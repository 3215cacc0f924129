export { javascriptFault, tsxFault, typescriptFault } from '../code/script.ts';
export { drizzleTables } from '../project/schema-drizzle.ts';
export { parseScript } from '../drift/parse-script.ts';
