import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { installed, loadCatalog } from '../../cli/commands/catalog.ts';
import type { Io } from '../../cli/commands/io.ts';
import { NAME, VERSION } from '../../product.ts';
import { nameBelow } from '../../project/paths.ts';
import { describeFully } from '../../services/facts-report.ts';
import { runner, type Tool } from './tool.ts';
import { TOOLS } from './tools/index.ts';

const COMMAND = 'vibe-step-6-integration-specs';

/**
 * The MCP server over stdio: subcommands as tools, the form and the sheets as resources, the command's text as a
 * prompt. Ends with its input.
 */
export async function serve(folder: string | null, io: Io): Promise<void> {
  const server = new McpServer({ name: NAME, version: VERSION, title: NAME });
  const root = async () => folder ?? (await clientRoot(server)) ?? io.cwd;
  const running = new Set<Promise<unknown>>();
  for (const tool of TOOLS) register(server, tool, root, io, running);
  server.registerResource(
    'form',
    'vibe-specs://templates/section-7.md',
    { title: 'The form of Section 7', mimeType: 'text/markdown' },
    ({ href }) => markdown(href, form()),
  );
  const sheets = new ResourceTemplate('vibe-specs://services/{id}', {
    list: () => ({
      resources: loadCatalog().sheets.map(({ id, name }) => ({
        uri: `vibe-specs://services/${id}`,
        name: id,
        title: `Facts: ${name}`,
        mimeType: 'text/markdown',
      })),
    }),
  });
  server.registerResource(
    'sheet',
    sheets,
    { title: 'Facts about a service', mimeType: 'text/markdown' },
    ({ href }, { id }) => {
      const sheet = loadCatalog().sheets.find((s) => s.id === id);
      if (!sheet) throw new Error(`unknown resource ${href}`);
      return markdown(href, describeFully({ sheet, product: null, language: null }, io.today));
    },
  );
  const argument = z.string().optional().describe('one service to redo, or empty');
  const prompt = {
    title: 'Section 7, external service integrations',
    description: 'Write or update Section 7 of the technical specification',
    argsSchema: { argument },
  };
  server.registerPrompt(COMMAND, prompt, ({ argument: text }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: promptText(text ?? '') } }],
  }));
  await untilClosed(server, running);
}

/** Whoever sends a last call and closes its input is answered. */
async function untilClosed(server: McpServer, running: ReadonlySet<Promise<unknown>>): Promise<void> {
  const closed = new Promise<void>((done) => {
    server.server.onclose = () => done();
    process.stdin.once('end', () =>
      setImmediate(() => void Promise.allSettled(running).then(() => setImmediate(() => void server.close()))),
    );
    // A client that is gone without a word.
    process.stdout.on('error', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
}

/** The first folder that the client works in; null where it does not say. */
async function clientRoot({ server }: McpServer): Promise<string | null> {
  if (!server.getClientCapabilities()?.roots) return null;
  const { roots } = await server.listRoots();
  const uri = roots.find((r) => r.uri.startsWith('file://'))?.uri;
  return uri === undefined ? null : fileURLToPath(uri);
}

function register(
  server: McpServer,
  tool: Tool,
  root: () => Promise<string>,
  io: Io,
  running: Set<Promise<unknown>>,
): void {
  const annotations = {
    readOnlyHint: !tool.writes,
    destructiveHint: tool.writes === true,
    idempotentHint: true,
    openWorldHint: false,
  };
  const { name, title, description, input, output } = tool;
  server.registerTool(
    name,
    { title, description, inputSchema: z.strictObject(input), outputSchema: output, annotations },
    async (args) => {
      const call = answer(tool, args, await root(), io);
      running.add(call);
      return await call.finally(() => running.delete(call));
    },
  );
}

async function answer(tool: Tool, args: Record<string, unknown>, base: string, io: Io): Promise<CallToolResult> {
  try {
    const cwd = below(base, args.project as string | undefined);
    const { text, data } = await tool.run(args as never, runner(io, cwd));
    return { content: [{ type: 'text', text }], structuredContent: data };
  } catch (error) {
    // What goes wrong is a result with advice, not a protocol error; it says which folder was looked in.
    const message = error instanceof Error ? error.message : String(error);
    return { content: [{ type: 'text', text: `${NAME}: ${message.trim()} (looked in ${base})` }], isError: true };
  }
}

function below(base: string, project: string | undefined): string {
  const folder = resolve(base, project ?? '.');
  if (folder !== resolve(base) && nameBelow(base, folder) === null)
    throw new Error(`the project ${project} lies outside of ${base}`);
  return folder;
}

const markdown = (uri: string, text: string) => ({ contents: [{ uri, mimeType: 'text/markdown', text }] });
const form = () => readFileSync(installed('templates', 'section-7.md'), 'utf8');

/** The command's body; paths of the plugin become resources. */
function promptText(argument: string): string {
  const source = readFileSync(installed('commands', `${COMMAND}.md`), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
  return source
    .replaceAll('$ARGUMENTS', () => argument)
    .replaceAll('${CLAUDE_PLUGIN_ROOT}/templates/', 'vibe-specs://templates/');
}
