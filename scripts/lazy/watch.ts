export { watch } from '../commands/watch.ts';
