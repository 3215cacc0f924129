import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { join } from 'node:path';
import { ROOT } from '../support.ts';

export interface Finding {
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

export interface Structured {
  readonly status: number;
  readonly errors?: number;
  readonly warnings?: number;
  readonly findings?: readonly Finding[];
  readonly more?: number;
  readonly notCompared?: readonly string[];
  readonly text?: string;
  readonly result?: object;
}

export interface Answer {
  readonly text: string;
  readonly structured: Structured | undefined;
  readonly isError: boolean;
}

/**
 * The bundled server of a project, as a client sees it; the client checks each answer against the tool's output schema.
 */
export async function connect(project: string) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(ROOT, 'dist/cli.cjs'), 'mcp', '--project', project],
    }),
  );
  // A client asks for the list first; only then it knows the output schemas.
  await client.listTools();
  const call = async (name: string, args: Record<string, unknown> = {}): Promise<Answer> => {
    const answer = await client.callTool({ name, arguments: args });
    return {
      text: (answer.content as { text: string }[])[0]!.text,
      structured: answer.structuredContent as Structured | undefined,
      isError: answer.isError === true,
    };
  };
  return { client, call, close: () => client.close() };
}
