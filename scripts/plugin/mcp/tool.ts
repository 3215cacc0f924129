import * as z from 'zod';
import type { Command, Io } from '../../cli/commands/io.ts';

/**
 * The text is for a reader, the data for a program; clients show a model one or the other, so both are complete and
 * short.
 */
export interface Answer {
  readonly text: string;
  readonly data: Record<string, unknown>;
}

/** Runs a subcommand in the project; rejects with what it wrote where it could not run. */
export type Run = (
  command: Command,
  args?: readonly string[],
) => Promise<{ readonly status: number; readonly printed: string }>;

/**
 * A tool is a subcommand: same engine, same texts, same verdict. Arguments of another type are refused by its schema.
 */
export interface Tool<S extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: S;
  readonly output: z.ZodRawShape;
  /** Reads only, unless it says so. */
  readonly writes?: boolean;
  readonly run: (input: z.infer<z.ZodObject<S>>, run: Run) => Promise<Answer>;
}

export const tool = <S extends z.ZodRawShape>(definition: Tool<S>) => definition as unknown as Tool;

/** What a client sends is a path or a name, never an option of the command line. */
const name = z.string().min(1).max(1000).regex(/^[^-]/, 'a path does not start with a dash');
export const project = name
  .optional()
  .describe('Folder of the project, below the one the server looks in. Without it that folder itself.');
export const file = name.optional().describe('Path in the project. Without it the project’s own Section 7.');
export const status = z.int().describe('0 clean, 1 findings or not ready');
export const printedOutput = { status, text: z.string() };

/** Clients cut or refuse long answers; some 10,000 tokens. */
const LONGEST = 40_000;

/** What a subcommand prints, as an answer. */
export async function printed(run: Run, command: Command, args: readonly string[] = []): Promise<Answer> {
  const { status: code, printed: whole } = await run(command, args);
  const text =
    whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…\ncut here: ${whole.length - LONGEST} characters more` : whole;
  return { text, data: { status: code, text } };
}

/** Runs subcommands without a terminal; exit status 2 is an error with what was written. */
export function runner(io: Io, cwd: string): Run {
  return async (command, args = []) => {
    let [out, err] = ['', ''];
    const code = await command.run(args, {
      ...io,
      cwd,
      isTTY: false,
      isAgent: true,
      out: (part) => void (out += part),
      err: (part) => void (err += part),
    });
    if (code === 2) throw new Error(err || out);
    return { status: code, printed: out };
  };
}
