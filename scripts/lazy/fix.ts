export { fix } from '../commands/fix.ts';
