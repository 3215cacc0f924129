export { javascriptFault, tsxFault, typescriptFault } from '../code/script.ts';
export { drizzleTables } from '../project/schema-drizzle.ts';
