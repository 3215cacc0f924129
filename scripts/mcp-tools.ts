import { apply } from './commands/apply.ts';
import { check } from './commands/check.ts';
import { facts } from './commands/facts.ts';
import type { Command, Io } from './commands/io.ts';
import { preflight } from './commands/preflight.ts';
import { summary } from './commands/summary.ts';
import { formatAgent, messageFor, mostImportant } from './report/agent.ts';
import type { CheckResult } from './report/diagnostic.ts';

/** A tool is a subcommand: same engine, same texts, same verdict. */
interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { type: 'object'; properties?: Record<string, object>; required?: string[]; additionalProperties: false };
  readonly outputSchema: { type: 'object'; properties: Record<string, object>; required: string[] };
  readonly annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: false };
  readonly run: (input: Record<string, unknown>, run: Run) => Promise<Answer>;
}

/** Runs a subcommand; rejects with what it wrote where it could not run. */
type Run = (command: Command, args: readonly string[]) => Promise<{ readonly status: number; readonly printed: string }>;

/** The text is for a reader, the data for a program; clients show a model one or the other, so both are complete and short. */
interface Answer {
  readonly text: string;
  readonly data: { readonly [key: string]: unknown };
}

const file = { type: 'string', description: 'Path in the project. Without it the project’s own Section 7.' };
const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;
const status = { type: 'integer', description: '0 clean, 1 findings or not ready' };
const printedOutput = { type: 'object' as const, properties: { status, text: { type: 'string' } }, required: ['status', 'text'] };
const findingsProperties = {
  status,
  errors: { type: 'integer' },
  warnings: { type: 'integer' },
  findings: {
    type: 'array',
    description: 'The most important first',
    items: {
      type: 'object',
      properties: { file: { type: 'string' }, line: { type: 'integer' }, column: { type: 'integer' }, severity: { enum: ['error', 'warning'] }, rule: { type: 'string' }, message: { type: 'string' } },
      required: ['file', 'line', 'column', 'severity', 'rule', 'message'],
    },
  },
  more: { type: 'integer', description: 'Findings that are not listed; they show when these are mended' },
};

/** Clients cut or refuse long answers; some 10,000 tokens. */
const LONGEST = 40_000;

const paths = (value: unknown) => (typeof value === 'string' && value !== '' ? [value] : []);

async function printed(run: Run, command: Command, args: readonly string[] = []): Promise<Answer> {
  const { status: code, printed: whole } = await run(command, args);
  const text = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…\ncut here: ${whole.length - LONGEST} characters more` : whole;
  return { text, data: { status: code, text } };
}

async function findings(run: Run, args: readonly string[]): Promise<Answer> {
  const { status: code, printed: json } = await run(check, ['--format', 'json', ...args]);
  const { errors, warnings, results } = JSON.parse(json) as { errors: number; warnings: number; results: CheckResult[] };
  const shown = mostImportant(results);
  const listed = shown.map((d) => ({ file: d.file, line: d.line, column: d.column, severity: d.severity, rule: d.rule, message: messageFor(d) }));
  return { text: formatAgent(results), data: { status: code, errors, warnings, findings: listed, more: errors + warnings - shown.length } };
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'preflight',
    title: 'Read the inputs of Section 7',
    description: 'Reads Sections 3-6 and the architecture document: prerequisites, features, services named, contradictions, endpoints, environments, budgets and limits. Not ready (status 1): do not write Section 7.',
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: printedOutput,
    annotations: reads,
    run: (_, run) => printed(run, preflight),
  },
  {
    name: 'service_facts',
    title: 'Facts about external services',
    description: 'Service sheets with sources and dates: authentication, base URLs, limits, webhook signature, retries, retired products, traps.',
    inputSchema: { type: 'object', properties: { services: { type: 'array', items: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' }, minItems: 1, maxItems: 10, description: 'Ids such as stripe, google-oauth' } }, required: ['services'], additionalProperties: false },
    outputSchema: printedOutput,
    annotations: reads,
    run: (input, run) => printed(run, facts, (input.services as unknown[]).map(String)),
  },
  {
    name: 'check_spec',
    title: 'Check Section 7',
    description: 'Checks Section 7, the draft (draft: true) or a document: structure, cross-references, facts, numbers. Status 1: there are errors.',
    inputSchema: { type: 'object', properties: { file, draft: { type: 'boolean' } }, additionalProperties: false },
    outputSchema: { type: 'object', properties: findingsProperties, required: ['status', 'errors', 'warnings', 'findings', 'more'] },
    annotations: reads,
    run: (input, run) => findings(run, input.draft === true ? ['--draft'] : paths(input.file)),
  },
  {
    name: 'apply_spec',
    title: 'Apply the draft',
    description: 'Puts the draft in the place of Section 7 if it has no errors, and changes nothing else. Lines that people wrote are kept in 7.H.',
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: { type: 'object', properties: { ...findingsProperties, text: { type: 'string' } }, required: ['status', 'text'] },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    run: async (_, run) => {
      const answer = await printed(run, apply);
      if (answer.data.status === 0) return answer;
      const { text, data } = await findings(run, ['--draft']);
      const refused = 'The draft has errors; nothing was changed.';
      return { text: `${refused}\n${text}`, data: { ...data, text: refused } };
    },
  },
  {
    name: 'spec_summary',
    title: 'Summary of Section 7',
    description: 'Counts what Section 7 holds: services, coverage, webhooks, open decisions, cost, sources.',
    inputSchema: { type: 'object', properties: { file }, additionalProperties: false },
    outputSchema: { type: 'object', properties: { status, text: { type: 'string' }, result: { type: 'object', additionalProperties: true } }, required: ['status', 'text', 'result'] },
    annotations: reads,
    run: async (input, run) => {
      const { text, data } = await printed(run, summary, paths(input.file));
      const { printed: json } = await run(summary, ['--json', ...paths(input.file)]);
      return { text, data: { ...data, result: JSON.parse(json) as object } };
    },
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
  const given = [...paths(input.file), ...(Array.isArray(input.services) ? input.services.map(String) : [])];
  if (given.some((value) => value.startsWith('-'))) return failure('a path or id does not start with a dash');
  try {
    const answer = await tool.run(input, (command, args) => runQuietly(command, args, { ...io, cwd: root, isAgent: true }));
    return { content: [{ type: 'text', text: answer.text }], structuredContent: answer.data };
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

async function runQuietly(command: Command, args: readonly string[], io: Io): Promise<{ status: number; printed: string }> {
  let [out, err] = ['', ''];
  const code = await command.run(args, { ...io, isTTY: false, out: (part) => void (out += part), err: (part) => void (err += part) });
  if (code === 2) throw new Error(err || out);
  return { status: code, printed: out };
}

function failure(message: string): ToolAnswer {
  return { content: [{ type: 'text', text: `vibe-specs: ${message.trim()}` }], isError: true };
}
