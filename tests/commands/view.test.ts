import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../scripts/cli/cli.ts';
import { serve } from '../../scripts/cli/commands/view-server.ts';
import { changed, cli, DRAFT, HARBOR_FILE, harbor, project, textOf, TODAY } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-view-'));
const root = join(folder, 'project');
const VIEW = 'docs/.vibe-specs/view.html';
beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  cpSync(project('harbor-kitchen'), root, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));
const draft = (text: string) => {
  mkdirSync(join(root, 'docs/.vibe-specs'), { recursive: true });
  writeFileSync(join(root, DRAFT), text);
};
const quiet = {
  cwd: root,
  env: {},
  isTTY: false,
  out: () => {},
  err: () => {},
  stdin: () => Promise.resolve(Buffer.alloc(0)),
  today: TODAY,
};

describe('vibe-specs view', () => {
  test('makes a page of the section, from a folder below too, and says where', async () => {
    expect(await cli(root, ['view'])).toEqual({ status: 0, out: `${VIEW}: made from ${HARBOR_FILE}\n`, err: '' });
    expect(textOf(join(root, VIEW))).toMatch(/^<!doctype html>[^]*Harbor Kitchen buys three things[^]*<\/html>\n$/);
    expect(textOf(join(root, 'docs/.vibe-specs/.gitignore'))).toBe('*\n');
    rmSync(join(root, VIEW));
    expect((await cli(join(root, 'docs'), ['view'])).out).toBe(`.vibe-specs/view.html: made from ${HARBOR_FILE}\n`);
    expect(existsSync(join(root, VIEW))).toBe(true);
  });

  test('of the draft where there is one, and of a document that is named', async () => {
    draft(changed(harbor, 'Harbor Kitchen buys', 'The draft buys'));
    expect((await cli(root, ['view'])).out).toBe(`${VIEW}: made from ${DRAFT}\n`);
    expect(textOf(join(root, VIEW))).toContain('The draft buys');
    expect((await cli(root, ['view', HARBOR_FILE])).status).toBe(0);
    expect(textOf(join(root, VIEW))).toContain('Harbor Kitchen buys');
  });

  test('with the findings of check', async () => {
    draft(changed(harbor, '| 402 | the payment', '| 402 | TODO the payment'));
    const { out } = await cli(root, ['check', DRAFT, '--format', 'json']);
    const { errors, warnings } = JSON.parse(out) as { errors: number; warnings: number };
    await cli(root, ['view']);
    expect(errors + warnings).toBeGreaterThan(0);
    expect(textOf(join(root, VIEW))).toMatch(new RegExp(`>${errors} errors?, ${warnings} warnings?</a>`));
  });

  test('into another file', async () => {
    expect((await cli(root, ['view', '--output', 'out/page.html'])).out).toBe(
      `out/page.html: made from ${HARBOR_FILE}\n`,
    );
    expect(existsSync(join(root, 'out/page.html'))).toBe(true);
  });

  test('no other file than a page is written', async () => {
    const before = textOf(join(root, HARBOR_FILE));
    expect(await cli(root, ['view', '--output', HARBOR_FILE])).toEqual({
      status: 2,
      out: '',
      err: `vibe-specs: --output ${HARBOR_FILE}: expected a name that ends with .html\n`,
    });
    expect(textOf(join(root, HARBOR_FILE))).toBe(before);
  });

  test('an agent writes nothing outside of the folder of the draft', async () => {
    let err = '';
    const io = { ...quiet, err: (text: string) => void (err += text), isAgent: true };
    expect(await main(['view', '--output', 'index.html'], io)).toBe(2);
    expect(err).toMatch(/--output index\.html lies outside of docs\/\.vibe-specs\//);
    expect(await main(['view', '--output', '../page.html'], io)).toBe(2);
    expect(await main(['view', '--output', 'docs/.vibe-specs/page.html'], io)).toBe(0);
  });

  test('a document without a Section 7', async () => {
    expect(await cli(root, ['view', 'docs/02-technical-architecture.md'])).toEqual({
      status: 2,
      out: '',
      err: 'vibe-specs: docs/02-technical-architecture.md has no Section 7\n',
    });
  });
});

const ask = (url: string, options: RequestOptions = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    request(url, options, async (response) => {
      let text = '';
      for await (const part of response) text += String(part);
      resolve({ status: response.statusCode!, text });
    })
      .on('error', reject)
      .end();
  });

test('the server answers for its page alone, and to this machine by its number alone', async () => {
  const server = await serve(() => 'the page');
  expect(await ask(server.url)).toEqual({ status: 200, text: 'the page' });
  expect((await ask(server.url, { path: '/../package.json' })).status).toBe(404);
  expect((await ask(server.url, { method: 'POST' })).status).toBe(405);
  expect((await ask(server.url, { headers: { host: `rebound.example:${new URL(server.url).port}` } })).status).toBe(
    403,
  );
  server.close();
  await expect(ask(server.url)).rejects.toThrow();
});

test('--watch: the page follows the draft, and stays where nothing can be made', async () => {
  // With the folder of drafts, whose making would be a change of its own.
  await cli(root, ['view']);
  const stop = new AbortController();
  let [out, err] = ['', ''];
  const io = { ...quiet, out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const ends = main(['view', '--watch'], { ...io, stop: stop.signal });
  const rounds = (n: number) =>
    vi.waitFor(() => expect(err.split('waiting for changes').length - 1).toBe(n), { timeout: 60_000 });
  await rounds(1);
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(out)![0];
  expect((await ask(url)).text).toContain('Harbor Kitchen buys');
  const events = await fetch(`${url}events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe('retry: 1000\n\n');
  draft(changed(harbor, '## 7. External', '## 8. External'));
  await rounds(2);
  expect(err).toContain(`vibe-specs: ${DRAFT} has no Section 7`);
  expect((await ask(url)).text).toContain('Harbor Kitchen buys');
  draft(changed(harbor, 'Harbor Kitchen buys', 'The draft buys'));
  expect((await reader.read()).value).toBe('data: changed\n\n');
  await rounds(3);
  expect((await ask(url)).text).toContain('The draft buys');
  expect(textOf(join(root, VIEW))).toContain('The draft buys');
  expect(textOf(join(root, VIEW))).not.toContain('EventSource');
  stop.abort();
  expect(await ends).toBe(0);
  await expect(ask(url)).rejects.toThrow();
});
