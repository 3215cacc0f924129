import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changed, cli, HARBOR_FILE, ROOT, textOf } from '../support.ts';

const example = join(ROOT, 'examples/harbor-kitchen');
/** A copy without git, so that folders are walked. */
let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'vibe-specs-drift-'));
  cpSync(example, copy, { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const edit = (path: string, from: string, to: string) =>
  writeFileSync(join(copy, path), changed(textOf(join(copy, path)), from, to));
/** Sentry creeps in: a warning. */
const creep = () => edit('.env.example', 'MAIL_FROM=', 'SENTRY_DSN=\nMAIL_FROM=');
/** A webhook that no route serves: an error. */
const lose = () => edit('src/webhooks.ts', "app.post('/webhooks/stripe'", "app.post('/internal/events'");

describe('exit status', () => {
  test('0 on the example, which git lists', async () => {
    expect(await cli(example, ['drift'])).toEqual({ status: 0, out: '0 errors, 0 warnings in 1 file\n', err: '' });
  });
  test('0 without git', async () => expect((await cli(copy, ['drift', '--fail-on', 'info'])).status).toBe(0));
  test('1 with an error; with a warning where warnings count', async () => {
    creep();
    expect([(await cli(copy, ['drift'])).status, (await cli(copy, ['drift', '--fail-on', 'warning'])).status]).toEqual([
      0, 1,
    ]);
    lose();
    expect((await cli(copy, ['drift'])).status).toBe(1);
  });
  test('2 where there is no Section 7, no such format, no such option', async () => {
    rmSync(join(copy, HARBOR_FILE));
    const { status, out, err } = await cli(copy, ['drift']);
    expect([status, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect((await cli(example, ['drift', '--format', 'xml'])).err).toContain('unknown value "xml" for --format');
    expect((await cli(example, ['drift', '--basline', 'x'])).err).toContain('did you mean --baseline?');
  });
});

describe('output', () => {
  beforeEach(creep);

  test('text: both places, advice, page', async () => {
    const { out } = await cli(copy, ['drift']);
    expect(out).toMatch(
      /^\.env\.example:\d+:1: warning drift\/services: Unexpected variable SENTRY_DSN: Section 7 has no service Sentry\n/,
    );
    expect(out).toMatch(
      /\n {4}docs\/\S+07-integrations\.md:\d+:1: .+\n {4}Write its section .+\n {4}https:\S+\/drift\/services\.md\n0 errors, 1 warning in 2 files\n$/,
    );
  });
  test('JSON', async () => {
    const { results } = JSON.parse((await cli(copy, ['drift', '--format', 'json'])).out) as {
      results: { file: string; diagnostics: { rule: string }[] }[];
    };
    expect(results.map(({ file, diagnostics }) => [file, diagnostics.map(({ rule }) => rule)])).toEqual([
      [HARBOR_FILE, []],
      ['.env.example', ['drift/services']],
    ]);
  });
  test('SARIF', async () => {
    const log = JSON.parse((await cli(copy, ['drift', '--format', 'sarif'])).out) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; relatedLocations: object[] }[];
      }[];
    };
    const [{ tool, results }] = log.runs as [(typeof log.runs)[number]];
    expect(tool.driver.rules.map(({ id }) => id)).toContain('drift/services');
    expect(results.map(({ ruleId, relatedLocations }) => [ruleId, relatedLocations.length])).toEqual([
      ['drift/services', 1],
    ]);
  });
  test('annotations of a pull request', async () => {
    expect((await cli(copy, ['drift', '--format', 'github'])).out).toMatch(
      /^::warning .*file=\.env\.example,.*SENTRY_DSN/m,
    );
  });
  test('for an agent it names the command that found it', async () => {
    expect((await cli(copy, ['drift', '--format', 'agent'])).out).toMatch(/^vibe-specs drift: /);
  });
});

test('a baseline hides what is known, and names what is gone', async () => {
  creep();
  lose();
  const options = ['drift', '--baseline', 'known.json', '--fail-on', 'info'];
  expect((await cli(copy, [...options, '--update-baseline'])).status).toBe(0);
  expect(await cli(copy, options)).toMatchObject({ status: 0, err: '' });
  edit('.env.example', 'SENTRY_DSN=\n', '');
  const { status, err } = await cli(copy, options);
  // The file with the finding has none any more, and is no result.
  expect([status, err]).toEqual([
    0,
    expect.stringMatching(/^gone: \.env\.example: drift\/services: .*SENTRY_DSN.*\n1 finding of the baseline is gone/),
  ]);
});

test('a configuration changes severities', async () => {
  creep();
  writeFileSync(join(copy, 'vibe-specs.config.json'), '{ "rules": { "drift/services": "error" } }');
  expect((await cli(copy, ['drift'])).status).toBe(1);
  writeFileSync(join(copy, 'vibe-specs.config.json'), '{ "rules": { "drift/services": "off" } }');
  expect((await cli(copy, ['drift', '--fail-on', 'info'])).status).toBe(0);
});

test('a comment for drift is not unused for check', async () => {
  const text = readFileSync(join(copy, HARBOR_FILE), 'utf8');
  writeFileSync(
    join(copy, HARBOR_FILE),
    changed(text, '### 7.4', '<!-- vibe-specs-disable drift/routes: not built yet -->\n\n### 7.4'),
  );
  expect((await cli(copy, ['check', '--fail-on', 'info'])).out).not.toContain('config/unused-disable');
});

describe('what is read', () => {
  const spy = "fetch('https://api.openai.com/v1/responses', { headers: { a: process.env.OPENAI_API_KEY } });\n";
  const found = async () => (await cli(copy, ['drift'])).out.includes('OpenAI');
  const put = (path: string) => {
    mkdirSync(join(copy, path, '..'), { recursive: true });
    writeFileSync(join(copy, path), spy);
  };

  test('code of the project', async () => {
    put('src/ask.js');
    expect(await found()).toBe(true);
  });
  test.each([
    'node_modules/x/index.js',
    'dist/app.js',
    'vendor/x.js',
    'test/ask.test.js',
    'docs/example.js',
    'scripts/ask.js',
    'src/ask.min.js',
  ])('not %s', async (path) => {
    put(path);
    expect(await found()).toBe(false);
  });
  test('no link is followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'vibe-specs-outside-'));
    writeFileSync(join(outside, 'ask.js'), spy);
    symlinkSync(outside, join(copy, 'src/folder'));
    symlinkSync(join(outside, 'ask.js'), join(copy, 'src/ask.js'));
    expect(await found()).toBe(false);
    rmSync(outside, { recursive: true });
  });
  test('what is too large or no text is said', async () => {
    writeFileSync(join(copy, 'src/large.js'), `${spy}//${' '.repeat(1024 * 1024)}`);
    writeFileSync(join(copy, 'src/binary.js'), Buffer.from([0, 1, 2, 255]));
    const { out } = await cli(copy, ['drift']);
    expect(out).toContain('not checked: not read: src/large.js: larger than is read');
    expect(out).toContain('not checked: not read: src/binary.js: no text');
    expect(out).not.toContain('OpenAI');
  });
});

test('no part of a credential is printed, neither of the code nor of Section 7', async () => {
  // Made of parts, so that no scanner takes this file for one that leaks.
  const [inCode, inSection] = ['9aQ2mX7cLr4TzW8vKb3NyE6u', 'B7kd03PzQw5RtYx1MnVc8Hs2'].map((end) =>
    ['sk', 'live', end].join('_'),
  ) as [string, string];
  edit('src/webhooks.ts', "app.post('/webhooks/stripe'", `app.post('/webhooks/stripe/${inCode}'`);
  edit(HARBOR_FILE, '| `POST /webhooks/stripe` |', `| \`POST /webhooks/stripe/${inSection}\` |`);
  for (const format of ['text', 'json', 'sarif', 'github', 'agent']) {
    const { out, err } = await cli(copy, ['drift', '--format', format]);
    expect(out).toContain('/webhooks/stripe/[credential]');
    for (const secret of [inCode, inSection])
      for (let at = 8; at + 6 <= secret.length; at++) expect(out + err).not.toContain(secret.slice(at, at + 6));
  }
});
