import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the build says that it bundled: the heads of dist/THIRD_PARTY_LICENSES.txt, `name version (licence)`, with the
 * text below each.
 */
export function bundledPackages(root) {
  return readFileSync(join(root, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8')
    .split(`\n${'-'.repeat(80)}\n\n`)
    .map((part) => {
      const [head, ...text] = part.split('\n');
      const [, name, version, licence] = /^(\S+) (\S+) \((.+)\)$/.exec(head) ?? [];
      if (name === undefined)
        throw new Error(
          `dist/THIRD_PARTY_LICENSES.txt: unexpected "${head}", expected a name, a version and a licence`,
        );
      return { name, version, licence, text: text.join('\n').trim() };
    });
}
