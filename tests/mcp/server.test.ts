import fc from 'fast-check';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, DRAFT, project as fixtureProject, tiny } from '../support.ts';
import { connect } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mcp-'));
const project = join(folder, 'project');
const draft = join(project, DRAFT);
let server: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  cpSync(fixtureProject('tiny'), project, { recursive: true });
  mkdirSync(join(project, 'docs/.vibe-specs'));
  writeFileSync(join(folder, 'secret.md'), '## 7. Secret\n');
  symlinkSync(join(folder, 'secret.md'), join(project, 'docs', 'link.md'));
  server = await connect(project);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the tools, with what they may change', async () => {
  const { tools } = await server.client.listTools();
  expect(tools.map((t) => [t.name, t.annotations?.readOnlyHint, t.annotations?.destructiveHint])).toEqual([
    ['preflight', true, false],
    ['service_facts', true, false],
    ['check_spec', true, false],
    ['apply_spec', false, true],
    ['spec_summary', true, false],
    ['drift', true, false],
  ]);
  expect(tools.every((t) => t.title && t.description && t.outputSchema)).toBe(true);
});

describe('the job, as tools', () => {
  test('preflight, facts', async () => {
    expect((await server.call('preflight')).text).toContain('# Preflight: ready');
    expect((await server.call('service_facts', { services: ['stripe'] })).text).toContain('Stripe-Signature');
  });

  test('a draft with a mistake, then a right one, applied and counted', async () => {
    writeFileSync(draft, changed(tiny, 'A Google outage', '‹fill› outage'));
    const found = await server.call('check_spec', { draft: true });
    const finding = {
      file: DRAFT,
      line: tiny.split('\n').findIndex((line) => line.startsWith('A Google outage')) + 1,
      column: 1,
      severity: 'error',
      rule: 'structure/placeholder',
      message: 'Unexpected placeholder "‹fill›". Fill it, or make it a decision or a fact to confirm.',
    };
    expect(found).toEqual({
      text: expect.stringMatching(
        new RegExp(
          `^vibe-specs check: 1 error, 0 warnings in 1 file.*\\n${finding.file}:${finding.line}:1: error ${finding.rule}: `,
        ),
      ) as string,
      structured: { status: 1, errors: 1, warnings: 0, findings: [finding], more: 0 },
      isError: false,
    });
    expect((await server.call('apply_spec')).structured).toEqual({
      status: 1,
      errors: 1,
      warnings: 0,
      findings: [finding],
      more: 0,
      text: 'The draft has errors; nothing was changed.',
    });
    writeFileSync(draft, tiny);
    expect((await server.call('check_spec', { draft: true })).structured).toMatchObject({ status: 0, findings: [] });
    expect((await server.call('apply_spec')).text).toContain('docs/06-technical-specification.md: Section 7 added');
    const counted = await server.call('spec_summary');
    expect(counted.structured!.result).toMatchObject({ check: { errors: 0 }, features: { total: 2 } });
    expect([counted.text, counted.structured!.text]).toEqual([
      expect.stringContaining('# Section 7 in docs/06-technical-specification.md'),
      counted.text,
    ]);
  });

  test('many findings: the answer stays short and says how many more there are', async () => {
    writeFileSync(
      draft,
      changed(tiny, 'A Google outage', Array.from({ length: 500 }, (_, i) => `- ‹fill ${i}›`).join('\n')),
    );
    const { text, structured } = await server.call('check_spec', { draft: true });
    rmSync(draft);
    expect(text.length).toBeLessThan(8000);
    expect(JSON.stringify(structured).length).toBeLessThan(16_000);
    expect([structured!.findings!.length > 20, structured!.findings!.length + structured!.more!]).toEqual([
      true,
      structured!.errors! + structured!.warnings!,
    ]);
    expect(text).toContain(`and ${structured!.more!} more: run vibe-specs check`);
  });
});

describe('what goes wrong is a result with advice', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['check_spec', { file: '../secret.md' }, 'lies outside of the project'],
    ['check_spec', { file: 'docs/link.md' }, 'lies outside of the project'],
    ['check_spec', { file: '/etc/hostname' }, 'lies outside of the project'],
    ['check_spec', { project: '..' }, 'lies outside of'],
    ['check_spec', { project: '/etc' }, 'lies outside of'],
    ['drift', { project: '..' }, 'lies outside of'],
    ['drift', { project: 'none' }, 'there is no such file'],
    ['check_spec', { file: 'docs/none.md' }, 'there is no such file'],
    ['check_spec', { file: 'docs/06-technical-specification.md', draft: true }, 'not both'],
    ['service_facts', { services: ['stripee'] }, 'stripe'],
    ['nothing', {}, 'nothing'],
  ])('%s %j', async (name, args, message) => {
    const { text, isError } = await server.call(name, args);
    expect([isError, text]).toEqual([true, expect.stringContaining(message)]);
    expect(text).not.toContain('Secret');
  });

  test.each<[string, Record<string, unknown>]>([
    ['check_spec', { file: 123 }],
    ['check_spec', { file: ['docs/06-technical-specification.md'] }],
    ['check_spec', { file: null }],
    ['check_spec', { file: '' }],
    ['check_spec', { file: '--update-baseline' }],
    ['check_spec', { draft: 'true' }],
    ['check_spec', { draft: 1 }],
    ['check_spec', { path: 'x' }],
    ['apply_spec', { file: 'x' }],
    ['apply_spec', { project: { a: 1 } }],
    ['preflight', { project: ['..'] }],
    ['spec_summary', { file: true }],
    ['drift', { project: 1 }],
    ['drift', { project: '--baseline' }],
    ['drift', { file: 'docs/06-technical-specification.md' }],
    ['drift', { 'update-baseline': true }],
    ['service_facts', {}],
    ['service_facts', { services: 'stripe' }],
    ['service_facts', { services: [] }],
    ['service_facts', { services: ['../../package'] }],
    ['service_facts', { services: ['stripe'], full: 'yes' }],
  ])('by its schema, never another document’s verdict: %s %j', async (name, args) => {
    const { text, isError, structured } = await server.call(name, args);
    expect([isError, structured, text]).toEqual([true, undefined, expect.stringMatching(/validation|Invalid/i)]);
  });

  test('random arguments: an answer, and never a verdict about what was not named', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('docs/06-technical-specification.md', '..', '-', '~', '\0', 'docs/', '*'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', '__proto__'), fc.integer(), { maxKeys: 2 }),
    );
    const args = fc.dictionary(
      fc.constantFrom('file', 'draft', 'project', 'services', 'language', 'full', 'x', '__proto__'),
      value,
      { maxKeys: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('preflight', 'service_facts', 'check_spec', 'spec_summary', 'drift'),
        args,
        async (name, input) => {
          const { text, isError, structured } = await server.call(name, { ...input });
          expect(text.length).toBeGreaterThan(0);
          if (isError || name !== 'check_spec') return;
          for (const { line } of structured!.findings!) expect(line).toBeGreaterThan(0);
          expect(['undefined', 'string']).toContain(typeof input.file);
          expect(['undefined', 'boolean']).toContain(typeof input.draft);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('resources and the prompt', async () => {
  const { resources } = await server.client.listResources();
  expect(resources.length).toBeGreaterThan(90);
  const read = async (uri: string) =>
    ((await server.client.readResource({ uri })).contents[0] as { text: string }).text;
  expect(await read('vibe-specs://services/stripe')).toContain('Stripe');
  expect(await read('vibe-specs://templates/section-7.md')).toContain('### 7.0 Read This First');
  for (const uri of [
    'vibe-specs://templates/../../package.json',
    'vibe-specs://services/nobody',
    'file:///etc/hostname',
  ])
    await expect(server.client.readResource({ uri })).rejects.toThrow();
  const prompt = await server.client.getPrompt({
    name: 'vibe-step-6-integration-specs',
    arguments: { argument: 'Stripe' },
  });
  const text = (prompt.messages[0]!.content as { text: string }).text;
  expect(text).toContain('Argument of the user: "Stripe"');
  expect(text).toContain('vibe-specs://templates/section-7.md');
  expect(text).not.toContain('${');
});
