import { tooOld } from './node-version.ts';

/** Both are set by the build: the folder of the bundles, and a digest of main.cjs. */
declare const VIBE_SPECS_DIST: string;
declare const VIBE_SPECS_BUILD: string;

const complaint = tooOld();
if (complaint === null) void import('./start.ts').then(({ start }) => start(VIBE_SPECS_DIST, 'main', VIBE_SPECS_BUILD, require));
else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
