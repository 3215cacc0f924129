import type { Command, Io } from './commands/io.ts';
import { isUserError, UserError } from './commands/io.ts';
import { NAME, VERSION } from '../product.ts';
import { near } from '../spec/near.ts';

const other = async () => await import('../lazy/commands.ts');

/** Subcommands. What runs most often has a bundle of its own: what is not loaded need not be compiled. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  preflight: async () => (await import('../lazy/preflight.ts')).preflight,
  facts: async () => (await other()).facts,
  webhook: async () => (await other()).webhook,
  draft: async () => (await other()).draft,
  check: async () => (await import('../lazy/check.ts')).check,
  drift: async () => (await other()).drift,
  apply: async () => (await other()).apply,
  summary: async () => (await other()).summary,
  export: async () => (await other()).exportCommand,
  view: async () => (await other()).view,
  mcp: async () => (await other()).mcp,
  rules: async () => (await other()).rules,
  schema: async () => (await other()).schema,
};

async function overview(): Promise<string> {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(width)}  ${(await load()).summary}`),
  );
  return `Usage: ${NAME} COMMAND [options]

Section 7, external service integrations, of a technical specification: its inputs, its facts, its checks.

${lines.join('\n')}

${NAME} COMMAND --help tells more. Exit status: 0 clean, 1 findings, 2 could not run or nothing matched.
`;
}

/** Runs one command line. Resolves to the exit status and never rejects. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      io.out(await overview());
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v') {
      io.out(`${VERSION}\n`);
      return 0;
    }
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load) {
      const meant = near(name, Object.keys(COMMANDS));
      throw new UserError(`unknown command "${name}"${meant ? `, did you mean "${meant}"?` : '.'} See ${NAME} --help`);
    }
    const command = await load();
    if (rest.includes('--help') || rest.includes('-h')) {
      io.out(command.help);
      return 0;
    }
    return await command.run(rest, io).catch((error: unknown) => {
      throw misused(error, name, command.help);
    });
  } catch (error) {
    return failed(error, io);
  }
}

/** Node's errors about options, as ours: with what was probably meant, for each option stands in the help. */
function misused(error: unknown, name: string, help: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith('ERR_PARSE_ARGS')) return error;
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  const meant = unknown && near(unknown, new Set(help.match(/--[a-z-]+/g)));
  return new UserError(
    unknown
      ? `unknown option ${unknown}${meant ? `, did you mean ${meant}?` : '.'} See ${NAME} ${name} --help`
      : `${message.split('. ')[0]}. See ${NAME} ${name} --help`,
  );
}

function failed(error: unknown, io: Io): number {
  const { message, stack } = error as Error;
  const oneLine = String(message)
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
  if (isUserError(error)) io.err(`${NAME}: ${oneLine}\n`);
  else io.err(`${NAME}: failed: ${oneLine}. This is a fault of ${NAME}; please report it.\n`);
  if (io.env.VIBE_SPECS_DEBUG) io.err(`${stack}\n`);
  return 2;
}
