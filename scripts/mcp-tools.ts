import { apply } from './commands/apply.ts';
import { check } from './commands/check.ts';
import { facts } from './commands/facts.ts';
import type { Command, Io } from './commands/io.ts';
import { preflight } from './commands/preflight.ts';
import { summary } from './commands/summary.ts';

/** A tool is a subcommand: same engine, same texts, same verdict. */
interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { type: 'object'; properties?: Record<string, object>; required?: string[]; additionalProperties: false };
  readonly outputSchema: { type: 'object'; properties: Record<string, object>; required: string[] };
  readonly annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: false };
  readonly run: { readonly command: Command; readonly args: (input: Record<string, unknown>) => string[]; readonly json: boolean };
}

const file = { type: 'string', description: 'Path in the project. Without it the project’s own Section 7.' };
const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;
const output = {
  type: 'object' as const,
  properties: {
    status: { type: 'integer', description: '0 clean, 1 findings or not ready, 2 could not run' },
    result: { type: 'object', description: 'What the command prints as JSON; absent where it could not run', additionalProperties: true },
    text: { type: 'string' },
  },
  required: ['status'],
};
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? [value] : []);

export const TOOLS: readonly Tool[] = [
  {
    name: 'preflight',
    title: 'Read the inputs of Section 7',
    description: 'Reads Sections 3-6 and the architecture document: prerequisites, features, services named, contradictions, endpoints, environments, budgets and limits. Not ready (status 1): do not write Section 7.',
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: output,
    annotations: reads,
    run: { command: preflight, args: () => [], json: false },
  },
  {
    name: 'service_facts',
    title: 'Facts about external services',
    description: 'Service sheets with sources and dates: authentication, base URLs, limits, webhook signature, retries, retired products, traps.',
    inputSchema: { type: 'object', properties: { services: { type: 'array', items: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' }, minItems: 1, maxItems: 10, description: 'Ids such as stripe, google-oauth' } }, required: ['services'], additionalProperties: false },
    outputSchema: output,
    annotations: reads,
    run: { command: facts, args: (input) => (input.services as string[]).map(String), json: false },
  },
  {
    name: 'check_spec',
    title: 'Check Section 7',
    description: 'Checks Section 7, the draft (draft: true) or a document: structure, cross-references, facts, numbers. Status 1: there are errors.',
    inputSchema: { type: 'object', properties: { file, draft: { type: 'boolean' } }, additionalProperties: false },
    outputSchema: output,
    annotations: reads,
    run: { command: check, args: (input) => ['--format', 'json', ...(input.draft === true ? ['--draft'] : text(input.file))], json: true },
  },
  {
    name: 'apply_spec',
    title: 'Apply the draft',
    description: 'Puts the draft in the place of Section 7 if it has no errors, and changes nothing else. Lines that people wrote are kept in 7.H.',
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: output,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    run: { command: apply, args: () => [], json: false },
  },
  {
    name: 'spec_summary',
    title: 'Summary of Section 7',
    description: 'Counts what Section 7 holds: services, coverage, webhooks, open decisions, cost, sources.',
    inputSchema: { type: 'object', properties: { file }, additionalProperties: false },
    outputSchema: output,
    annotations: reads,
    run: { command: summary, args: (input) => ['--json', ...text(input.file)], json: true },
  },
];

export interface ToolAnswer {
  [key: string]: unknown;
  readonly content: { type: 'text'; text: string }[];
  readonly structuredContent?: { [key: string]: unknown };
  readonly isError?: boolean;
}

/** Runs a tool. What goes wrong is a result with `isError` and advice, not a protocol error. */
export async function callTool(name: string, input: Record<string, unknown>, root: string, io: Io): Promise<ToolAnswer> {
  const tool = TOOLS.find((t) => t.name === name);
  if (!tool) return failure(`unknown tool ${name}, expected ${TOOLS.map((t) => t.name).join(', ')}`);
  const unknown = Object.keys(input).filter((key) => !Object.hasOwn(tool.inputSchema.properties ?? {}, key));
  const lacking = (tool.inputSchema.required ?? []).filter((key) => !Array.isArray(input[key]));
  if (unknown.length > 0 || lacking.length > 0) return failure(unknown.length > 0 ? `unknown argument ${unknown.join(', ')} of ${name}` : `${name} needs ${lacking.join(', ')}`);
  // What a client sends is a path or an id, never an option.
  const args = tool.run.args(input);
  const given = [...text(input.file), ...(Array.isArray(input.services) ? input.services.map(String) : [])];
  if (given.some((value) => value.startsWith('-'))) return failure('a path or id does not start with a dash');
  let printed = '';
  let errors = '';
  const quiet: Io = { ...io, cwd: root, isTTY: false, out: (part) => void (printed += part), err: (part) => void (errors += part) };
  try {
    const status = await tool.run.command.run(args, quiet);
    if (status === 2) return failure(errors || printed);
    const structured = tool.run.json ? { status, result: JSON.parse(printed) as object } : { status, text: printed };
    return { content: [{ type: 'text', text: printed + errors }], structuredContent: structured };
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function failure(message: string): ToolAnswer {
  return { content: [{ type: 'text', text: `vibe-specs: ${message.trim()}` }], isError: true };
}
