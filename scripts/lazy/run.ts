export { neededPackages } from '../run/packages.ts';
export { run } from '../run/run.ts';
