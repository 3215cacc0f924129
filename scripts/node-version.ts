/**
 * What to tell where Node.js is too old; null where it is not. Bundles ask before they load anything else, and are
 * written so that an old one can read them.
 */
export function tooOld(version = process.versions.node): string | null {
  return Number(version.split('.')[0]) < 20 ? `vibe-specs needs Node.js 20 or newer; this is ${version}` : null;
}
