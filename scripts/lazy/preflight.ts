export { preflight } from '../cli/commands/preflight.ts';
