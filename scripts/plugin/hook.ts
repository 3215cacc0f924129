import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { documentOf, nameBelow } from '../project/paths.ts';
import { readStandardInput } from '../cli/standard-streams.ts';

/**
 * Claude Code's hook. It starts after a write of a specification or a draft and at every stop, so this file decides
 * from the path alone and loads the engine only for a document of ours. Whatever goes wrong in here, work goes on: exit
 * status 0, and a message that says so.
 */
interface Event {
  readonly hook_event_name?: string | undefined;
  readonly session_id?: string | undefined;
  readonly cwd?: string | undefined;
  readonly tool_input?: { readonly file_path?: string | undefined };
}

/** So often the model is sent back to mend errors before it may stop. */
const ROUNDS = 3;
/** Messages name files, and names come from whoever wrote. */
const LONGEST_MESSAGE = 500;
const MAX_INPUT = 64 * 1024 * 1024;

export interface Verdict {
  readonly errors: number;
  readonly warnings: number;
  readonly text: string;
}

export interface HookContext {
  /** Folder of the session. */
  readonly project: string;
  /** Folder for what must outlive this process: which session wrote a draft, and how often it was sent back. */
  readonly state: string;
  /** The findings in a document of the project at `root`; null where it is not in our format. */
  readonly check: (root: string, file: string) => Promise<Verdict | null>;
}

interface Memory {
  readonly rounds: number;
  /** Projects whose draft the session wrote. */
  readonly roots: readonly string[];
  /** The model was told that the draft is right but not applied. */
  readonly reminded: boolean;
}

/** What the client is told, as JSON; null for nothing. */
export async function handle(event: Event, { project: folder, state, check }: HookContext): Promise<object | null> {
  const project = real(folder);
  const path = join(state, `session-${(event.session_id ?? '').replace(/[^\w-]/g, '').slice(0, 80)}.json`);
  if (event.hook_event_name === 'Stop') return existsSync(path) ? await stop(path, project, check) : null;
  const written = documentOf(project, event.tool_input?.file_path ?? '');
  if (!written) return null;
  const root = real(written.root);
  if (nameBelow(project, root) === null) return null;
  const verdict = await check(root, written.file);
  if (!verdict) return null;
  if (written.file.endsWith('.draft.md')) remember(path, root);
  if (verdict.errors + verdict.warnings === 0) return null;
  return {
    hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: inProject(verdict.text, project, root) },
  };
}

/** Links followed: the same folder has one name, and what a link leads out to is not the session's. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function remember(path: string, root: string): void {
  const memory = existsSync(path) ? recall(path) : { rounds: 0, roots: [], reminded: false };
  if (memory.roots.includes(root)) return;
  mkdirSync(dirname(path), { recursive: true });
  save(path, { ...memory, roots: [...memory.roots, root] });
}

const recall = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Memory;
const save = (path: string, memory: Memory) => writeFileSync(path, JSON.stringify(memory));

/** Findings name files from their project on; where that is a part of the session's folder, it is said which. */
function inProject(text: string, project: string, root: string): string {
  const part = nameBelow(project, root) ?? root;
  return part === '' ? text : `In ${part} (--project ${part}):\n${text}`;
}

async function stop(path: string, project: string, check: HookContext['check']): Promise<object | null> {
  const { rounds, roots, reminded } = recall(path);
  let errors = 0;
  const texts: string[] = [];
  for (const root of roots) {
    const draft = join(root, 'docs', '.vibe-specs', '07-integrations.draft.md');
    const verdict = existsSync(draft) ? await check(root, draft) : null;
    if (verdict) texts.push(inProject(verdict.text, project, root));
    errors += verdict?.errors ?? 0;
  }
  if (texts.length === 0) {
    rmSync(path, { force: true });
    return null;
  }
  if (errors === 0) {
    save(path, { rounds, roots, reminded: true });
    return reminded
      ? null
      : {
          decision: 'block',
          reason:
            'The draft of Section 7 has no errors, but it is not applied. Run `vibe-specs apply`, or tell the user why not.',
        };
  }
  const round = rounds + 1;
  if (round > ROUNDS) {
    rmSync(path, { force: true });
    return {
      systemMessage: `vibe-specs: Section 7 is not applied; the draft has errors (${errors}) after ${ROUNDS} rounds. See vibe-specs check --draft`,
    };
  }
  save(path, { rounds: round, roots, reminded });
  return {
    decision: 'block',
    reason: `The draft of Section 7 still has errors (round ${round} of ${ROUNDS}). Mend them, or tell the user what is left.\n${texts.join('\n')}`,
  };
}

/** What is not of the type that it should have is as if it were not there. */
function readEvent(input: string): Event {
  let event: unknown;
  try {
    event = JSON.parse(input);
  } catch {
    throw new Error('its input is no JSON');
  }
  const field = (of: unknown, name: string) => (of as Record<string, unknown> | null | undefined)?.[name];
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    hook_event_name: text(field(event, 'hook_event_name')),
    session_id: text(field(event, 'session_id')),
    cwd: text(field(event, 'cwd')),
    tool_input: { file_path: text(field(field(event, 'tool_input'), 'file_path')) },
  };
}

export async function main(): Promise<void> {
  try {
    const input = readStandardInput(MAX_INPUT);
    if (input.length > MAX_INPUT) return;
    const event = readEvent(input.toString('utf8'));
    const project = process.env.CLAUDE_PROJECT_DIR ?? event.cwd ?? process.cwd();
    const state = process.env.CLAUDE_PLUGIN_DATA ?? join(tmpdir(), 'vibe-specs');
    const answer = await handle(event, {
      project,
      state,
      check: async (root, file) => (await import('../lazy/hook-check.ts')).checkForHook(root, file),
    });
    if (answer) tell(answer);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({
      systemMessage: `vibe-specs: the check after writing did not run: ${message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message}`,
    });
  }
}

/** A client that is gone hears nothing, and that is no fault. */
function tell(answer: object): void {
  process.stdout.on('error', () => {});
  process.stdout.write(JSON.stringify(answer));
}
