import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Claude Code's hook. It starts after every write below docs/ and at every stop, so this file decides from the path alone and loads the engine only for a
 * document of ours. Whatever goes wrong in here, work goes on: exit status 0, and a message that says so.
 */
interface Event {
  readonly hook_event_name?: string;
  readonly session_id?: string;
  readonly cwd?: string;
  readonly tool_input?: { readonly file_path?: string };
}

const OURS = /(?:^|[\\/])docs[\\/](?:\.vibe-specs[\\/]07-integrations\.draft\.md|06-technical-specification(?:\.md|[\\/][^\\/]+\.md))$/;
/** So often the model is sent back to mend errors before it may stop. */
const ROUNDS = 3;
const MAX_INPUT = 64 * 1024 * 1024;

export interface Verdict {
  readonly errors: number;
  readonly warnings: number;
  readonly text: string;
}

export interface HookContext {
  readonly project: string;
  /** Folder for what must outlive this process: which session wrote a draft, and how often it was sent back. */
  readonly state: string;
  readonly check: (project: string, file: string) => Promise<Verdict | null>;
}

/** What the client is told, as JSON; null for nothing. */
export async function handle(event: Event, { project, state, check }: HookContext): Promise<object | null> {
  const memory = join(state, `session-${(event.session_id ?? '').replace(/[^\w-]/g, '').slice(0, 80)}.json`);
  if (event.hook_event_name === 'Stop') return existsSync(memory) ? await stop(memory, project, check) : null;
  const file = event.tool_input?.file_path ?? '';
  if (!OURS.test(file)) return null;
  const verdict = await check(project, file);
  if (!verdict) return null;
  mkdirSync(state, { recursive: true });
  if (file.endsWith('.draft.md') && !existsSync(memory)) writeFileSync(memory, '0');
  if (verdict.errors + verdict.warnings === 0) return null;
  return { hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: verdict.text } };
}

async function stop(memory: string, project: string, check: HookContext['check']): Promise<object | null> {
  const draft = join(project, 'docs', '.vibe-specs', '07-integrations.draft.md');
  const verdict = existsSync(draft) ? await check(project, draft) : null;
  if (!verdict) {
    rmSync(memory, { force: true });
    return null;
  }
  const round = Number(readFileSync(memory, 'utf8')) + 1;
  if (round > ROUNDS) {
    rmSync(memory, { force: true });
    return { systemMessage: `vibe-specs: Section 7 is not applied; the draft has errors (${verdict.errors}) after ${ROUNDS} rounds. See vibe-specs check --draft` };
  }
  writeFileSync(memory, String(round));
  if (verdict.errors > 0) return { decision: 'block', reason: `The draft of Section 7 still has errors (round ${round} of ${ROUNDS}). Mend them, or tell the user what is left.\n${verdict.text}` };
  return round === 1 ? { decision: 'block', reason: 'The draft of Section 7 has no errors, but it is not applied. Run `vibe-specs apply`, or tell the user why not.' } : null;
}

export async function main(): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin) {
      size += (chunk as Buffer).length;
      if (size > MAX_INPUT) return;
      chunks.push(chunk as Buffer);
    }
    const event = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Event;
    const project = process.env.CLAUDE_PROJECT_DIR ?? event.cwd ?? process.cwd();
    const state = process.env.CLAUDE_PLUGIN_DATA ?? join(tmpdir(), 'vibe-specs');
    const answer = await handle(event, { project, state, check: async (root, file) => (await import('./lazy/hook-check.ts')).checkForHook(root, file) });
    if (answer) process.stdout.write(JSON.stringify(answer));
  } catch (error) {
    process.stdout.write(JSON.stringify({ systemMessage: `vibe-specs: the check after writing failed: ${error instanceof Error ? error.message : String(error)}` }));
  }
}
