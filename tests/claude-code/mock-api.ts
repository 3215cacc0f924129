import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ContentBlock {
  readonly type: string;
  readonly text?: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: unknown;
  readonly tool_use_id?: string;
  readonly content?: unknown;
  readonly is_error?: boolean;
}

export interface Message {
  readonly role: string;
  readonly content: string | readonly ContentBlock[];
}

export interface ApiRequest {
  readonly model: string;
  readonly system?: unknown;
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly name: string }[];
}

/** What the model does in one turn: calls of tools, or a closing text. */
export type Turn = (request: ApiRequest, results: readonly ToolResult[]) => readonly Call[] | string;

export interface Call {
  readonly tool: string;
  readonly input: unknown;
}

export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

export const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((b: ContentBlock) => b.text ?? textOf(b.content)).join('\n')
      : '';

/** Results of the tools that the last turn called, in the order of the calls. */
function resultsOf(request: ApiRequest): ToolResult[] {
  // The client may put its own remarks in messages after the results.
  for (const { role, content } of [...request.messages].reverse()) {
    if (role === 'assistant') break;
    const found = typeof content === 'string' ? [] : content.filter((b) => b.type === 'tool_result');
    if (found.length > 0) return found.map((b) => ({ text: textOf(b.content), isError: b.is_error === true }));
  }
  return [];
}

/**
 * A Messages API on loopback whose model follows a script, or one that is chosen by the first request of each
 * conversation. An agent has a script of its own, by a passage of its instructions. Requests without tools are side
 * requests of the client and get a harmless answer.
 */
export async function startMockApi(
  script: readonly Turn[] | ((request: ApiRequest) => readonly Turn[]),
  agents: Readonly<Record<string, readonly Turn[]>> = {},
) {
  const requests: ApiRequest[] = [];
  const failures: string[] = [];
  const conversations = new Map<string, { readonly script: readonly Turn[]; turns: number }>();
  let turn = 0;

  const conversationOf = (request: ApiRequest, session: string) => {
    const agent = Object.keys(agents).find((passage) => JSON.stringify(request.system ?? '').includes(passage));
    const key = agent ?? (typeof script === 'function' ? session : '');
    const found = conversations.get(key) ?? {
      script: agent !== undefined ? agents[agent]! : typeof script === 'function' ? script(request) : script,
      turns: 0,
    };
    conversations.set(key, found);
    return found;
  };

  const answer = (request: ApiRequest, session: string): { content: unknown[]; stop: string } => {
    if (!request.tools || request.tools.length === 0)
      return { content: [{ type: 'text', text: 'ok' }], stop: 'end_turn' };
    requests.push(request);
    turn++;
    let step: readonly Call[] | string = 'The script has ended.';
    try {
      const conversation = conversationOf(request, session);
      const next = conversation.script[conversation.turns++];
      if (!next) throw new Error(`the script has only ${conversation.script.length} turns`);
      step = next(request, resultsOf(request));
    } catch (error) {
      failures.push(`turn ${turn}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (typeof step === 'string') return { content: [{ type: 'text', text: step }], stop: 'end_turn' };
    return {
      content: step.map((call, i) => ({
        type: 'tool_use',
        id: `toolu_${turn}_${i}`,
        name: call.tool,
        input: call.input,
      })),
      stop: 'tool_use',
    };
  };

  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      if (!incoming.url?.startsWith('/v1/messages') || incoming.url.includes('count_tokens')) {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":1}');
        return;
      }
      const request = JSON.parse(body) as ApiRequest & { stream?: boolean };
      const { content, stop } = answer(request, String(incoming.headers['x-claude-code-session-id']));
      if (request.stream) stream(response, request.model, content, stop);
      else
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(whole(request.model, content, stop)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** What a turn threw, and turns beyond the script. */
    failures,
    /** How many turns of the script were taken. */
    turns: () => turn,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const usage = { input_tokens: 10, output_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
let messages = 0;
/** Ids differ, because the client merges messages of one id. */
const whole = (model: string, content: unknown[], stop: string) => ({
  id: `msg_${++messages}`,
  type: 'message',
  role: 'assistant',
  model,
  content,
  stop_reason: stop,
  stop_sequence: null,
  usage,
});

function stream(response: ServerResponse, model: string, content: unknown[], stop: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send('message_start', { message: { ...whole(model, [], stop), stop_reason: null } });
  content.forEach((block, index) => {
    const b = block as ContentBlock;
    const isTool = b.type === 'tool_use';
    send('content_block_start', { index, content_block: isTool ? { ...b, input: {} } : { type: 'text', text: '' } });
    send('content_block_delta', {
      index,
      delta: isTool
        ? { type: 'input_json_delta', partial_json: JSON.stringify(b.input) }
        : { type: 'text_delta', text: b.text },
    });
    send('content_block_stop', { index });
  });
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage });
  send('message_stop', {});
  response.end();
}
