export { readBaseline, updateBaseline } from '../cli/commands/baseline.ts';
export { withoutKnown } from '../report/baseline.ts';
