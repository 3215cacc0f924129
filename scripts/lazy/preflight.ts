export { preflight } from '../commands/preflight.ts';
