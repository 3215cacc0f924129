import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = readFileSync(join(root, 'commands/vibe-step-6-integration-specs.md'), 'utf8');

/** The published servers, and the arguments without which a call of ours would fail. */
const SERVERS: readonly [name: string, tools: Readonly<Record<string, readonly string[]>>][] = [
  ['@upstash/context7-mcp', { 'resolve-library-id': ['libraryName', 'query'], 'query-docs': ['libraryId', 'query'] }],
  ['@perplexity-ai/mcp-server', { perplexity_search: ['query'], perplexity_ask: ['messages'] }],
  [
    '@modelcontextprotocol/server-sequential-thinking',
    { sequentialthinking: ['thought', 'nextThoughtNeeded', 'thoughtNumber', 'totalThoughts'] },
  ],
];

function binary(name: string): string {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join(folder, typeof bin === 'string' ? bin : Object.values(bin)[0]!);
}

describe('the research servers that the command names', () => {
  test.each(SERVERS)('%s has the tools, with these required arguments', async (name, tools) => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [binary(name)],
        env: { PATH: process.env.PATH!, PERPLEXITY_API_KEY: 'none' },
        stderr: 'ignore',
      }),
    );
    const listed = (await client.listTools()).tools;
    await client.close();
    for (const [tool, required] of Object.entries(tools)) {
      const found = listed.find((t) => t.name === tool);
      expect(found?.inputSchema.required?.toSorted(), tool).toEqual([...required].sort());
      expect(command).toContain(`__${tool}`);
    }
  });
});
