export { fix } from '../cli/commands/fix.ts';
