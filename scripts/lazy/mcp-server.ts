import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema, GetPromptRequestSchema, ListPromptsRequestSchema, ListResourcesRequestSchema, ListToolsRequestSchema, ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { readdirSync, readFileSync } from 'node:fs';
import { installed, loadCatalog } from '../commands/catalog.ts';
import type { Io } from '../commands/io.ts';
import { describeFully } from '../services/facts-report.ts';
import { NAME, VERSION } from '../product.ts';
import { callTool, TOOLS } from '../mcp-tools.ts';

const COMMAND = 'vibe-step-6-integration-specs';

/** The MCP server over stdio: the CLI's commands as tools, templates and sheets as resources, the command's text as a prompt. Ends with its input. */
export async function serve(root: string, io: Io): Promise<void> {
  const server = new Server({ name: NAME, version: VERSION, title: 'vibe-specs' }, { capabilities: { tools: {}, resources: {}, prompts: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(({ run: _, ...tool }) => tool) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => await callTool(params.name, params.arguments ?? {}, root, io));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [...templates(), ...sheets()] }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => ({ contents: [{ uri, mimeType: 'text/markdown', text: readResource(uri, io.today) }] }));
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: [{ name: COMMAND, title: 'Section 7, external service integrations', description: 'Write or update Section 7 of the technical specification', arguments: [{ name: 'argument', description: 'one service to redo, or empty', required: false }] }],
  }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    if (params.name !== COMMAND) throw new Error(`unknown prompt ${params.name}, expected ${COMMAND}`);
    return { messages: [{ role: 'user', content: { type: 'text', text: promptText(params.arguments?.argument ?? '') } }] };
  });
  const transport = new StdioServerTransport();
  const closed = new Promise<void>((resolve) => {
    server.onclose = () => resolve();
    process.stdin.once('end', () => void server.close());
    // A client that is gone without a word.
    process.stdout.on('error', () => void server.close());
  });
  await server.connect(transport);
  await closed;
}

const templateNames = () => readdirSync(installed('templates', 'sections')).filter((name) => name.endsWith('.md'));

function templates() {
  return templateNames().map((name) => ({ uri: `vibe-specs://templates/${name}`, name, title: `Template: ${name.slice(0, -3)}`, mimeType: 'text/markdown' }));
}

function sheets() {
  return loadCatalog().sheets.map(({ id, name }) => ({ uri: `vibe-specs://services/${id}`, name: id, title: `Facts: ${name}`, mimeType: 'text/markdown' }));
}

/** Only names that are listed can be read: no path is made of what a client sends. */
function readResource(uri: string, today: string): string {
  const [, kind, name] = /^vibe-specs:\/\/(templates|services)\/([\w.-]+)$/.exec(uri) ?? [];
  if (kind === 'templates' && templateNames().includes(name!)) return readFileSync(installed('templates', 'sections', name!), 'utf8');
  const sheet = kind === 'services' ? loadCatalog().sheets.find((s) => s.id === name) : undefined;
  if (sheet) return describeFully({ sheet, product: null, language: null }, today);
  throw new Error(`unknown resource ${uri}`);
}

/** The command's body; the paths of the plugin become resources. */
function promptText(argument: string): string {
  const source = readFileSync(installed('commands', `${COMMAND}.md`), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
  return source.replaceAll('$ARGUMENTS', () => argument).replaceAll('${CLAUDE_PLUGIN_ROOT}/templates/sections/', 'vibe-specs://templates/');
}
