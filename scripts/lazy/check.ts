export { check } from '../commands/check.ts';
