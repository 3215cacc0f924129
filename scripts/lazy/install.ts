/** npm, for `check --install` alone. */
export { installPackages } from '../commands/install.ts';
