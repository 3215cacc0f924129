/** npm, for `check --install` alone. */
export { installPackages } from '../cli/commands/install.ts';
