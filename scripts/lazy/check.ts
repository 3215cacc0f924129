export { check } from '../cli/commands/check.ts';
