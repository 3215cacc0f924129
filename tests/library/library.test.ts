import { createHmac } from 'node:crypto';
import ts from 'typescript';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as library from '../../scripts/library/index.ts';
import type * as published from '../../scripts/library/types.d.ts';
import { join } from 'node:path';
import { changed, fixture, project, ROOT, textOf, tiny } from '../support.ts';

test('each function is of the type that is published', () => {
  expectTypeOf(library).toExtend<typeof published>();
  expect(Object.keys(library).sort()).toEqual(['lint', 'parseSection', 'preflight', 'verifyWebhook']);
});

test('no published type is any', () => {
  const name = join(ROOT, 'dist/index.d.mts');
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(node.parent.getText());
    ts.forEachChild(node, look);
  };
  const file = ts.createSourceFile(name, textOf(name), ts.ScriptTarget.Latest, true);
  expect(file.statements.length).toBeGreaterThan(10);
  look(file);
  expect(found).toEqual([]);
});

const failed = async (action: () => unknown) => {
  try {
    await action();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('it did not fail');
};

describe('lint', () => {
  const folder = project('harbor-kitchen');
  test('the project’s own Section 7, and documents by path', async () => {
    const own = await library.lint({ project: folder });
    expect(own).toMatchObject([{ file: 'docs/06-technical-specification/07-integrations.md', errors: 0 }]);
    expect(await library.lint({ project: folder, files: ['docs/**/07-*.md'] })).toEqual(own);
  });
  test('a text, with a configuration of its own', async () => {
    const text = changed(tiny, 'A Google outage', '‹fill›');
    const [result] = await library.lint({
      project: project('tiny'),
      text,
      file: 'new.md',
      config: { rules: { 'structure/placeholder': 'info' } },
    });
    expect(result).toMatchObject({
      file: 'new.md',
      errors: 0,
      infos: 1,
      diagnostics: [{ rule: 'structure/placeholder', severity: 'info', line: 15 }],
    });
  });
  test('what cannot be read is an error with one line', async () => {
    expect(await failed(() => library.lint({ project: fixture('none') }))).toBe(
      `UserError: cannot open the project folder ${fixture('none')}: there is no such file`,
    );
    expect(await failed(() => library.lint({ project: folder, files: ['no*.md'] }))).toBe(
      'UserError: no file matches no*.md',
    );
    expect(await failed(() => library.lint({ project: folder, files: ['-'] }))).toBe(
      'UserError: standard input is not read; give the text',
    );
    expect(await failed(() => library.lint({ project: folder, config: { rules: { x: 'off' } } }))).toBe(
      'UserError: config: "rules": unknown rule "x"; vibe-specs rules lists them',
    );
  });
});

test('parseSection reads a section, and nothing where there is none', () => {
  expect(library.parseSection(tiny)).toMatchObject({
    services: [{ number: '7.A.1', name: 'Google Sign-In', category: 'A' }],
  });
  expect(library.parseSection('# Notes\n')).toBeNull();
});

test('preflight says what is there', async () => {
  const read = await library.preflight(project('harbor-kitchen'));
  expect(read).toMatchObject({ ready: true, layout: 'folder' });
  expect(read.vendors.map(({ id }) => id)).toContain('stripe');
});

describe('verifyWebhook', () => {
  const rawBody = '{"id":"evt_1"}';
  const now = 1_780_000_000;
  const signature = createHmac('sha256', 'whsec_test').update(`${now}.${rawBody}`).digest('hex');
  const delivery = { headers: { 'Stripe-Signature': `t=${now},v1=${signature}` }, rawBody, secret: 'whsec_test', now };
  test('by the name of the service', () => {
    expect(library.verifyWebhook('stripe', delivery)).toEqual({ valid: true });
    expect(library.verifyWebhook('Stripe', { ...delivery, rawBody: '{}' })).toMatchObject({
      valid: false,
      reason: 'signature-mismatch',
    });
  });
  test('a service that has no scheme', async () => {
    expect(await failed(() => library.verifyWebhook('nobody', delivery))).toMatch(
      /^UserError: there is no sheet about "nobody" with webhooks/,
    );
    expect(await failed(() => library.verifyWebhook('google-oauth', delivery))).toMatch(/^UserError: /);
  });
});
