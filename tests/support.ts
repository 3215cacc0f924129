import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../scripts/cli/cli.ts';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
export const TODAY = '2026-11-30';
export const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';

export const fixture = (path: string) => join(ROOT, 'tests/fixtures', path);
export const project = (name: string) => fixture(`projects/${name}`);
export const textOf = (path: string) => readFileSync(path, 'utf8');

/** An empty folder, removed after the test that asks for it. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `vibe-specs-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The middle-sized section: three services, two webhooks, SQL in 7.E; nothing is found in it. */
export const HARBOR_FILE = 'docs/06-technical-specification/07-integrations.md';
export const harbor = textOf(join(project('harbor-kitchen'), HARBOR_FILE));
/** The small form: one service. */
export const tiny = textOf(fixture('sections/tiny.md'));

/** The text with one passage changed, which must be there: a change that changes nothing proves nothing. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the text has no "${from}"`);
  return text.replace(from, () => to);
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export async function cli(cwd: string, args: readonly string[], stdin = ''): Promise<Ran> {
  let [out, err] = ['', ''];
  const io = {
    cwd,
    env: {},
    isTTY: false,
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    stdin: () => Promise.resolve(Buffer.from(stdin)),
    today: TODAY,
  };
  return { status: await main(args, io), out, err };
}
