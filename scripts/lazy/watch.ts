export { watch } from '../cli/commands/watch.ts';
