import { start } from './start.ts';

/** Both are set by the build: the folder of the bundles, and a digest of main.cjs. */
declare const VIBE_SPECS_DIST: string;
declare const VIBE_SPECS_BUILD: string;

if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(`vibe-specs needs Node.js 20 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}

start(VIBE_SPECS_DIST, 'main', VIBE_SPECS_BUILD);
