export { sqlFault } from '../code/sql.ts';
export { loadSchemaReader, schemaOf } from '../project/schema-sql.ts';
