export { sqlFault } from '../code/sql.ts';
export { schemaOf } from '../project/schema-sql.ts';
