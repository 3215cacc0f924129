export { readBaseline, updateBaseline } from '../commands/baseline.ts';
export { withoutKnown } from '../report/baseline.ts';
