export { schemaOf } from '../project/schema-sql.ts';
