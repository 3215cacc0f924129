import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const PARTS = ['dist', 'bin', 'templates', 'commands'];

/** A copy of what users run, without the compiled code that earlier runs left; the caller removes it. */
export function copyProduct(): string {
  const product = mkdtempSync(join(tmpdir(), 'vibe-specs-product-'));
  for (const part of PARTS)
    cpSync(join(root, part), join(product, part), { recursive: true, filter: (path) => !path.includes('.cache') });
  return product;
}
