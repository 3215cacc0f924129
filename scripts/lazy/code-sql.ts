export { sqlFault } from '../code/sql.ts';
