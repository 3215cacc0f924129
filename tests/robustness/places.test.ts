import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../scripts/cli/cli.ts';
import type { Io } from '../../scripts/cli/commands/io.ts';
import { connect } from '../mcp/client.ts';
import { DRAFT, newPlace, removePlace, root, snapshot, SPECIFICATION, type Place } from './place.ts';

let place: Place;
beforeEach(() => void (place = newPlace()));
afterEach(() => removePlace(place));

const at = (path: string) => join(place.project, path);
const io = (out: (text: string) => void = () => {}, err: (text: string) => void = () => {}): Io => ({
  cwd: place.project,
  env: {},
  isTTY: false,
  out,
  err,
  stdin: () => Promise.resolve(Buffer.alloc(0)),
  today: '2026-11-24',
});

async function call(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await main(
    args,
    io(
      (text) => void (out += text),
      (text) => void (err += text),
    ),
  );
  return { status, out, err };
}

/** Exit status 2, one line that holds `message`, nothing printed, and every file as it was. */
async function refused(args: readonly string[], message: string): Promise<void> {
  const before = snapshot(place.folder);
  const { status, out, err } = await call(...args);
  expect({ status, out, err }).toEqual({ status: 2, out: '', err: expect.stringMatching(/^vibe-specs: [^\n]+\n$/) });
  expect(err).toContain(message);
  expect(snapshot(place.folder)).toEqual(before);
}

/** Puts a link where a file or folder of the project was; what was there goes to `to`. */
function moveAndLink(path: string, to: string): void {
  mkdirSync(join(at(to), '..'), { recursive: true });
  renameSync(at(path), at(to));
  symlinkSync(at(to), at(path));
}
const OUTSIDE = 'lies outside of the project';

describe('links', () => {
  test('a document behind a link inside of the project is replaced there, and the link stays', async () => {
    moveAndLink(SPECIFICATION, 'texts/specification.md');
    expect((await call('apply')).status).toBe(0);
    expect(readFileSync(at('texts/specification.md'), 'utf8')).toContain('## 7. ');
    expect(snapshot(place.project)[SPECIFICATION]).toBe(`-> ${at('texts/specification.md')}`);
  });

  test.each([
    ['the document', SPECIFICATION, '../specification.md'],
    ['the folder of documents', 'docs', '../docs'],
    ['the folder of drafts', 'docs/.vibe-specs', '../drafts'],
    ['the draft', DRAFT, '../draft.md'],
    ['the architecture', 'docs/02-technical-architecture.md', '../architecture.md'],
  ])('%s behind a link that leads out: refused', async (_, path, to) => {
    moveAndLink(path, to);
    await refused(['apply'], OUTSIDE);
  });

  test.each([
    ['the draft', DRAFT],
    ['what keeps drafts out of the history', 'docs/.vibe-specs/.gitignore'],
  ])('draft: a link out in the place of %s is not followed to a file that does not exist yet', async (_, path) => {
    rmSync(at(path), { force: true });
    symlinkSync(join(place.folder, 'new'), at(path));
    expect((await call('draft', '--force')).status).toBe(0);
    expect(existsSync(join(place.folder, 'new'))).toBe(false);
  });
});

describe('links in the place of the view', () => {
  test('its folder leads out: refused', async () => {
    moveAndLink('docs/.vibe-specs', '../drafts');
    await refused(['view', SPECIFICATION], OUTSIDE);
  });

  test('the page itself leads out: refused', async () => {
    symlinkSync(join(place.folder, 'outside.md'), at('docs/.vibe-specs/view.html'));
    await refused(['view'], OUTSIDE);
  });
});

describe('ways out of the project', () => {
  const ways = [
    '../outside.md',
    'docs/../../outside.md',
    './docs/.vibe-specs/../../../outside.md',
    '/etc/hostname',
    '/etc/../etc/hostname',
  ];
  test.each(ways)('apply %s', async (path) => await refused(['apply', path], OUTSIDE));
  test.each(ways)('check %s', async (path) => await refused(['check', path], OUTSIDE));
  test.each(ways)('summary %s', async (path) => await refused(['summary', path], OUTSIDE));
  test.each(ways)('view %s', async (path) => await refused(['view', path], OUTSIDE));
  test('check: a glob that leads out', async () => await refused(['check', '../*.md'], OUTSIDE));

  describe('over MCP', () => {
    let own: Place;
    let server: Awaited<ReturnType<typeof connect>>;
    beforeAll(async () => {
      own = newPlace();
      server = await connect(own.project);
    });
    afterAll(async () => {
      await server.close();
      removePlace(own);
    });

    test.each(
      ['check_spec', 'spec_summary'].flatMap((tool) => [
        ...ways.map((file) => [tool, { file }, OUTSIDE] as const),
        [tool, { file: 'docs/\0/../../../outside.md' }, OUTSIDE] as const,
        [tool, { file: 'docs/\0.md' }, 'no name holds a NUL character'] as const,
        [tool, { file: '--project=..' }, 'does not start with a dash'] as const,
        [tool, { file: '~/x.md' }, 'there is no such file'] as const,
        [tool, { file: 'x'.repeat(900) }, 'the name is too long'] as const,
        [tool, { file: 'x'.repeat(10_000) }, 'file'] as const,
        [tool, { project: '..' }, 'lies outside of'] as const,
      ]),
    )('%s %j', async (tool, input, message) => {
      const before = snapshot(own.folder);
      const { text, isError } = await server.call(tool, input);
      expect([isError, text]).toEqual([true, expect.stringContaining(message)]);
      expect(text).not.toContain('secret');
      expect(snapshot(own.folder)).toEqual(before);
    });

    test('an id of a service is no path', async () => {
      const { text, isError } = await server.call('service_facts', { services: ['../../outside', '/etc/hostname'] });
      expect([isError, text]).toEqual([true, expect.stringMatching(/validation/i)]);
    });
  });
});

describe('what a killed process left', () => {
  /** The number of a process that has ended. */
  const dead = (): number => spawnSync(process.execPath, ['-e', '0']).pid;
  const name = '06-technical-specification.md';

  test('temporary files of dead processes are swept away, and nothing else', async () => {
    const gone = [`.${name}.${dead()}.tmp`, `.${name}.${process.pid}.tmp`];
    const stay = [
      `.${name}.tmp`,
      `.${name}.1.tmp`,
      `.${name}.0.tmp`,
      `.${name}.${dead()}x.tmp`,
      `.${name}.-${dead()}.tmp`,
      `${name}.${dead()}.tmp`,
      `.other.md.${dead()}.tmp`,
    ];
    for (const file of [...gone, ...stay]) writeFileSync(at(`docs/${file}`), 'part');
    expect((await call('apply')).status).toBe(0);
    expect([...gone, ...stay].filter((file) => existsSync(at(`docs/${file}`)))).toEqual(stay);
  });

  const LOCK = 'docs/.vibe-specs/apply.lock';
  const BUSY = 'another vibe-specs apply is running in this project; wait for it and run it again';
  test.each([
    ['of a dead process', (): string => String(dead()), 0, true],
    ['of an earlier process with our number', (): string => String(process.pid), 0, true],
    ['of a process that lives', (): string => '1', 0, false],
    ['of a number that another program has by now', (): string => '1', 3600, true],
    ['that is being written', (): string => '', 0, false],
    ['that was never written', (): string => '', 60, true],
  ] as const)('a lock %s', async (_, text, age, taken) => {
    writeFileSync(at(LOCK), text());
    const then = Date.now() / 1000 - age;
    utimesSync(at(LOCK), then, then);
    if (taken) expect((await call('apply')).status).toBe(0);
    else await refused(['apply'], BUSY);
    expect(existsSync(at(LOCK))).toBe(!taken);
  });

  test('two at once in one process, as an MCP client may ask: one lands, the other is told', async () => {
    const answers = await Promise.all([call('apply'), call('apply')]);
    expect(answers.map((a) => a.status).sort()).toEqual([0, 2]);
    expect(answers.find((a) => a.status === 2)!.err).toBe(`vibe-specs: ${BUSY}\n`);
  });
});

describe('the hook, whatever it is sent', () => {
  const hook = (input: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/hook.cjs')], {
      cwd: place.project,
      input,
      encoding: 'utf8',
      env: { ...process.env, CLAUDE_PROJECT_DIR: place.project, CLAUDE_PLUGIN_DATA: join(place.folder, 'state') },
    });
    return { status, stdout, stderr };
  };
  const wrote = (file_path: unknown) =>
    JSON.stringify({ hook_event_name: 'PostToolUse', session_id: '../../x', tool_input: { file_path } });
  const SILENT = { status: 0, stdout: '', stderr: '' };

  test.each([
    ['a way out', () => wrote('../docs/06-technical-specification.md')],
    [
      'a way out and back in, to a folder with the same beginning',
      () => wrote(`${place.project}2/docs/06-technical-specification.md`),
    ],
    ['a way out by dots', () => wrote(`${place.project}/x/../../other/docs/06-technical-specification.md`)],
    [
      'a link out',
      () => {
        cpSync(at('docs'), join(place.folder, 'other/docs'), { recursive: true });
        symlinkSync(join(place.folder, 'other'), at('link'));
        return wrote('link/docs/06-technical-specification.md');
      },
    ],
    ['no path', () => wrote(undefined)],
    ['a number', () => wrote(7)],
    ['a list', () => wrote(['docs/06-technical-specification.md'])],
    ['null', () => 'null'],
    ['a list of events', () => '[]'],
    ['a session that is no text', () => '{"hook_event_name":"Stop","session_id":{"a":1}}'],
    ['input that is no object', () => '{"hook_event_name":"PostToolUse","tool_input":"x"}'],
  ])('%s: silent', (_, input) => {
    const text = input();
    const before = snapshot(place.folder);
    expect(hook(text)).toEqual(SILENT);
    expect(snapshot(place.folder)).toEqual(before);
  });

  test.each(['', 'not JSON', '{', wrote('x').slice(0, -3)])('what is no event: %j', (input) => {
    expect(hook(input)).toEqual({
      status: 0,
      stdout: '{"systemMessage":"vibe-specs: the check after writing did not run: its input is no JSON"}',
      stderr: '',
    });
  });

  const LONG = 'x'.repeat(10_000);
  test.each([
    [
      'a folder with a NUL',
      'a\0b/docs/06-technical-specification.md',
      'cannot open the project folder PROJECT/a\0b: no name holds a NUL character',
    ],
    [
      'a name with a NUL',
      'docs/06-technical-specification/\0.md',
      'cannot open PROJECT/docs/06-technical-specification/\0.md: no name holds a NUL character',
    ],
    [
      'half of a surrogate pair',
      'docs/06-technical-specification/\ud800.md',
      'cannot read docs/06-technical-specification/\ud800.md: there is no such file',
    ],
    [
      'a folder that is not there',
      'nowhere/docs/06-technical-specification.md',
      'cannot open the project folder PROJECT/nowhere: there is no such file',
    ],
    [
      'a link to itself',
      'loop/docs/06-technical-specification.md',
      'cannot open the project folder PROJECT/loop: its symbolic links run in a circle',
    ],
    ['a pipe', DRAFT, `cannot read ${DRAFT}: it is a pipe or a device, expected a file`],
    [
      'a long name',
      `${LONG}/docs/06-technical-specification.md`,
      `${`cannot open the project folder PROJECT/${LONG}`.slice(0, 500)}…`,
    ],
  ])('what cannot be read is said in one line: %s', (_, path, message) => {
    symlinkSync('loop', at('loop'));
    rmSync(at(DRAFT));
    spawnSync('mkfifo', [at(DRAFT)]);
    const { status, stdout, stderr } = hook(wrote(path));
    const said = (JSON.parse(stdout) as { systemMessage: string }).systemMessage.replace(
      place.project,
      () => 'PROJECT',
    );
    expect([status, stderr, said.slice(0, 400)]).toEqual([
      0,
      '',
      `vibe-specs: the check after writing did not run: ${message}`.slice(0, 400),
    ]);
    expect(said.length).toBeLessThan(600);
  });

  test('a session’s name is no path', () => {
    expect(hook(wrote(DRAFT))).toEqual(SILENT);
    expect(Object.keys(snapshot(join(place.folder, 'state')))).toEqual(['session-x.json']);
  });
});
