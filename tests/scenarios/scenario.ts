import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cli } from '../support.ts';

/**
 * A scenario: what it shows, the files it starts from, and a session at the command line.
 *
 *     Prose up to the first `--` line.
 *     -- project tiny              a project of tests/fixtures/projects
 *     -- from sections/tiny.md docs/x.md      a file of tests/fixtures
 *     -- file docs/y.md            a file; its text follows, up to the next `--`
 *     -- link docs/z.md ../away    a symbolic link and where it leads
 *     -- session
 *     $ vibe-specs check - < docs/y.md
 *     standard output
 *     ! standard error
 *     [1]                          the exit status, if not 0
 *
 * A session also knows `cat FILE`, `rm FILE`, `tree` and `replace FILE /old/new/`.
 */
export interface Scenario {
  readonly setup: string;
  readonly commands: readonly { readonly line: string; readonly output: string }[];
}

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;

export function parseScenario(text: string): Scenario {
  const at = text.indexOf('\n-- session\n');
  const commands = text.slice(at + '\n-- session\n'.length).split(/^(?=\$ )/m).filter((c) => c !== '');
  return {
    setup: text.slice(0, at),
    commands: commands.map((command) => {
      const end = command.indexOf('\n');
      return { line: command.slice(2, end), output: command.slice(end + 1) };
    }),
  };
}

/** The scenario as it really went. */
export async function play({ setup, commands }: Scenario): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  try {
    const [prose, ...steps] = setup.split(/^-- /m);
    for (const step of steps) prepare(folder, step);
    let text = `${prose}${steps.map((s) => `-- ${s}`).join('')}\n-- session\n`;
    for (const { line } of commands) text += `$ ${line}\n${await perform(folder, line)}\n`;
    return text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function put(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function prepare(folder: string, step: string): void {
  const end = step.includes('\n') ? step.indexOf('\n') : step.length;
  const [verb, first = '', second = ''] = step.slice(0, end).split(' ');
  const content = step.slice(end + 1);
  if (verb === 'project') cpSync(join(FIXTURES, 'projects', first), folder, { recursive: true });
  else if (verb === 'from') put(folder, second, readFileSync(join(FIXTURES, first)));
  else if (verb === 'file') put(folder, first, content.replace(/\\0/g, '\0'));
  else if (verb === 'megabytes') put(folder, first, Buffer.alloc(Number(second) * 1048576, 'text\n'));
  else if (verb === 'link') {
    mkdirSync(dirname(join(folder, first)), { recursive: true });
    symlinkSync(second, join(folder, first));
  } else throw new Error(`unknown step: ${step}`);
}

async function perform(folder: string, line: string): Promise<string> {
  const [program, ...words] = line.split(' ');
  const file = () => join(folder, words[0]!);
  if (program === 'cat') return readFileSync(file(), 'utf8');
  if (program === 'tree') return tree(folder).join('\n');
  if (program === 'rm') {
    rmSync(file());
    return '';
  }
  if (program === 'replace') {
    const [, from, to] = words.slice(1).join(' ').split('/');
    const before = readFileSync(file(), 'utf8');
    if (!before.includes(from!)) throw new Error(`${words[0]} does not hold ${from}`);
    writeFileSync(file(), before.replace(from!, () => to!));
    return '';
  }
  if (program !== 'vibe-specs') throw new Error(`unknown program: ${line}`);
  return await call(folder, words);
}

async function call(folder: string, words: readonly string[]): Promise<string> {
  const input = words.indexOf('<');
  const { status, out, err } = await cli(folder, input < 0 ? words : words.slice(0, input), input < 0 ? '' : readFileSync(join(folder, words[input + 1]!), 'utf8'));
  const shown = out + err.replace(/^(?=.)/gm, '! ') + (status === 0 ? '' : `[${status}]\n`);
  return shown.replaceAll(folder, '<project>');
}

function tree(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).sort().flatMap((name) => {
    const path = join(below, name);
    const stat = lstatSync(join(folder, path));
    if (stat.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(folder, path))}`];
    return stat.isDirectory() ? tree(folder, path) : [path];
  });
}
