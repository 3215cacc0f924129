import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { changed, fixture, tiny as right } from '../support.ts';
import { converse, deniedCalls, newSession, ROOT, type Session } from './client.ts';
import { textOf, type Turn } from './mock-api.ts';

let session: Session;
afterEach(() => session.dispose());

describe('the command in the real client', () => {
  test.each(['/vibe-step-6-integration-specs', '/vibe-specs:vibe-step-6-integration-specs'])(
    '%s expands, with its argument',
    async (name) => {
      session = newSession(null);
      const run = await converse(session, { prompt: `${name} Stripe only`, script: [() => 'done'] });
      const sent = run.requests[0]!.messages.map((m) => textOf(m.content)).join('\n');
      expect(sent).toContain('# Step 6.5: external service integrations');
      expect(sent).toContain('Argument of the user: "Stripe only"');
      expect(sent).not.toContain('${CLAUDE_PLUGIN_ROOT}');
    },
  );

  test('its permissions suffice for each step and for nothing beyond', async () => {
    session = newSession(fixture('projects/tiny'));
    const tries: readonly [string, string, unknown][] = [
      ['preflight', 'Bash', { command: 'vibe-specs preflight' }],
      ['facts', 'Bash', { command: 'vibe-specs facts stripe' }],
      ['a rule', 'Bash', { command: 'vibe-specs rules trace/ids' }],
      ['draft', 'Bash', { command: 'vibe-specs draft google-oauth' }],
      ['read the draft', 'Read', { file_path: `${session.project}/docs/.vibe-specs/07-integrations.draft.md` }],
      [
        'write the draft',
        'Write',
        { file_path: `${session.project}/docs/.vibe-specs/07-integrations.draft.md`, content: '# draft\n' },
      ],
      ['read the specification', 'Read', { file_path: `${session.project}/docs/06-technical-specification.md` }],
      ['check', 'Bash', { command: 'vibe-specs check --draft' }],
      ['check and run', 'Bash', { command: 'vibe-specs check --draft --run' }],
      ['read the form', 'Read', { file_path: `${ROOT}templates/section-7.md` }],
      ['apply', 'Bash', { command: 'vibe-specs apply' }],
      ['summary', 'Bash', { command: 'vibe-specs summary' }],
      ['drift', 'Bash', { command: 'vibe-specs drift' }],
      ['view', 'Bash', { command: 'vibe-specs view' }],
      [
        'no: edit the specification',
        'Edit',
        {
          file_path: `${session.project}/docs/06-technical-specification.md`,
          old_string: 'A coach books',
          new_string: 'pwned',
        },
      ],
      ['no: write elsewhere', 'Write', { file_path: `${session.project}/src.js`, content: 'x' }],
      ['no: write outside', 'Write', { file_path: `${session.home}/x.txt`, content: 'x' }],
      ['no: another command', 'Bash', { command: 'touch pwned' }],
      ['no: chained', 'Bash', { command: 'vibe-specs summary; touch pwned' }],
      ['no: and', 'Bash', { command: 'vibe-specs preflight && touch pwned' }],
      ['no: substitution', 'Bash', { command: 'vibe-specs facts $(touch pwned)' }],
      ['no: redirection', 'Bash', { command: 'vibe-specs summary > pwned' }],
      [
        'no: a baseline overwrites a file',
        'Bash',
        { command: 'vibe-specs check --draft --baseline pwned --update-baseline' },
      ],
      ['no: a baseline of drift', 'Bash', { command: 'vibe-specs drift --baseline pwned --update-baseline' }],
      ['no: a server that does not end', 'Bash', { command: 'vibe-specs view --watch' }],
      ['no: apply of another file', 'Bash', { command: 'vibe-specs apply docs/other.md' }],
      ['no: install anything', 'Bash', { command: 'npm install --prefix docs/.vibe-specs/sdk evil' }],
      [
        'no: send deliveries',
        'Bash',
        { command: 'vibe-specs webhook send http://localhost:9/ --service stripe --generate-key' },
      ],
      ['no: hook', 'Bash', { command: 'vibe-specs hook' }],
      ['no: a similar name', 'Bash', { command: 'vibe-specs-evil preflight' }],
    ];
    // Granted with any arguments, so the command itself refuses to leave the project.
    const other = `${session.home}/other`;
    cpSync(session.project, other, { recursive: true });
    const elsewhere: Turn[] = ['preflight', 'draft', 'summary'].map((name) => (_, results) => {
      if (name !== 'preflight')
        expect(results[0]).toMatchObject({
          isError: true,
          text: expect.stringContaining(
            `--project ${other} lies outside of the current folder; run vibe-specs there`,
          ) as string,
        });
      return [{ tool: 'Bash', input: { command: `vibe-specs ${name} --project ${other}` } }];
    });
    const run = await converse(session, {
      prompt: '/vibe-step-6-integration-specs',
      script: [
        ...tries.map(([, tool, input]) => () => [{ tool, input }]),
        ...elsewhere,
        () => 'done',
      ],
    });
    const denied = deniedCalls(run).map((id) => tries[Number(id.split('_')[1]) - 1]![0]);
    expect(denied).toEqual(tries.map(([name]) => name).filter((n) => n.startsWith('no:')));
    expect(existsSync(`${session.project}/pwned`)).toBe(false);
    expect(existsSync(`${other}/docs/.vibe-specs`)).toBe(false);
  });
});

const mcpTool = (name: string) => `mcp__plugin_vibe-specs_vibe-specs__${name}`;

/** What the client shows the model of a call of the plugin's MCP server. */
async function shownOf(name: string, input: object): Promise<string> {
  let shown = '';
  const run = await converse(session, {
    prompt: '/vibe-step-6-integration-specs',
    script: [
      () => [{ tool: 'ToolSearch', input: { query: `select:${mcpTool(name)}` } }],
      () => [{ tool: mcpTool(name), input }],
      (_, [result]) => {
        shown = result!.text;
        return 'done';
      },
    ],
  });
  expect(deniedCalls(run)).toEqual([]);
  return shown;
}

describe('the plugin’s MCP server is connected, and its tools are granted', () => {
  test('preflight', async () => {
    session = newSession(fixture('projects/tiny'));
    expect(await shownOf('preflight', {})).toContain('# Preflight: ready');
  });

  test('drift: what could not be compared is no silence', async () => {
    session = newSession(fixture('projects/harbor-kitchen'));
    writeFileSync(
      `${session.project}/server.js`,
      "app.post('/hooks/stripe', take);\napp.post('/webhooks/postmark', take);\n",
    );
    const { status, findings, notCompared } = JSON.parse(await shownOf('drift', {})) as {
      status: number;
      findings: { file: string; message: string }[];
      notCompared: string[];
    };
    expect(status).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({
        file: 'server.js',
        message: expect.stringContaining('/hooks/stripe, expected POST /webhooks/stripe') as string,
      }),
    );
    expect(notCompared).toContainEqual(expect.stringContaining('variables: no file of the repository names one'));
  });

  // The client shows the model the structured content in place of the text.
  test('check_spec: the model sees each finding once, and not more than it can mend', async () => {
    session = newSession(fixture('projects/tiny'));
    mkdirSync(`${session.project}/docs/.vibe-specs`);
    writeFileSync(
      `${session.project}/docs/.vibe-specs/07-integrations.draft.md`,
      changed(right, 'A Google outage', '- ‹fill›\n'.repeat(300)),
    );
    const shown = await shownOf('check_spec', { draft: true });
    const { errors, warnings, findings, more } = JSON.parse(shown) as {
      errors: number;
      warnings: number;
      findings: { line: number; message: string }[];
      more: number;
    };
    expect(findings[0]).toMatchObject({
      line: 15,
      message: 'Unexpected placeholder "‹fill›". Fill it, or make it a decision or a fact to confirm.',
    });
    expect([findings.length + more, more > 200, shown.length < 16_000]).toEqual([errors + warnings, true, true]);
  });
});
