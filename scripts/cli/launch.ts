import { tooOld } from '../node-version.ts';

/** Set by the build: the folder of the bundles. */
declare const VIBE_SPECS_DIST: string;

// What starts first can be read by an old Node.js, which is told so. Node.js 22 and newer keep what they compiled, in a
// folder of their own.
const complaint = tooOld();
if (complaint === null) {
  (require('node:module') as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  require(`${VIBE_SPECS_DIST}/main.cjs`);
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
