export { judgeAll } from '../code/judge.ts';
