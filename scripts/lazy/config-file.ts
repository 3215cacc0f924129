export { parseConfig } from '../rules/config-file.ts';
