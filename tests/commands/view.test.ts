import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../scripts/cli.ts';
import { serve } from '../../scripts/commands/view-server.ts';
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
    const io = {
      cwd: root,
      env: {},
      isTTY: false,
      out: () => {},
      err: (text: string) => void (err += text),
      stdin: () => Promise.resolve(Buffer.alloc(0)),
      today: TODAY,
      isAgent: true,
    };
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

describe('the server of --watch', () => {
  const file = join(folder, 'watched.md');
  let version = 1;
  let end = () => {};
  const start = () =>
    new Promise<{ port: number; served: Promise<void> }>((resolve) => {
      const served: Promise<void> = serve({
        files: [file],
        changed: () => Promise.resolve(!textOf(file).includes('broken') && ++version > 0),
        page: () => `page ${version}`,
        started: (url) => resolve({ port: Number(new URL(url).port), served }),
        ended: new Promise<void>((done) => (end = done)),
      });
    });
  const ask = (port: number, path = '/', options = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, ...options }, async (response) => {
        let text = '';
        for await (const part of response) text += String(part);
        resolve({ status: response.statusCode!, text });
      })
        .on('error', reject)
        .end();
    });

  test('answers for its page alone, and to this machine by its number alone', async () => {
    const { port, served } = await start();
    expect(await ask(port)).toEqual({ status: 200, text: 'page 1' });
    expect((await ask(port, '/../package.json')).status).toBe(404);
    expect((await ask(port, '/', { method: 'POST' })).status).toBe(405);
    expect((await ask(port, '/', { headers: { host: `rebound.example:${port}` } })).status).toBe(403);
    end();
    await served;
    await expect(ask(port)).rejects.toThrow();
  });

  test('says when there is another page, and only then', async () => {
    rmSync(file, { force: true });
    const { port, served } = await start();
    const events = await fetch(`http://127.0.0.1:${port}/events`);
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('retry: 1000\n\n');
    const next = reader.read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFileSync(file, 'broken');
    await new Promise((resolve) => setTimeout(resolve, 900));
    writeFileSync(file, 'three');
    expect((await next).value).toBe('data: changed\n\n');
    expect((await ask(port)).text).toBe('page 2');
    end();
    await served;
  });
});
