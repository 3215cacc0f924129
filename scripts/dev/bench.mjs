// npm run bench [-- --runs N] [-- --no-peers]: medians of pairs, as ratios, to standard output and docs/benchmarks.md.
// Peers are downloaded to .bench/.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { openspecOf, sectionOf } from './bench-inputs.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' }, 'no-peers': { type: 'boolean' } } });
const RUNS = Number(values.runs);
const PEERS = { 'markdownlint-cli2': '0.24.1', '@fission-ai/openspec': '1.13.2' };
const folder = join(root, '.bench');
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS; // 70 ms at each start of Node.js 20, which would flatter every ratio.
mkdirSync(folder, { recursive: true });
const say = (text) => process.stderr.write(`${text}\n`);

const node = process.execPath;
const floor = { args: ['-e', '0'] };
const cli = join(root, 'dist/cli.cjs');
const project = join(root, 'tests/fixtures/projects/harbor-kitchen');

function once({ args, cwd = project, input = '' }) {
  const start = process.hrtime.bigint();
  const { status, error } = spawnSync(node, args, { cwd, env, input, stdio: ['pipe', 'ignore', 'ignore'] });
  if (error || status === null || status > 1) throw new Error(`${args.join(' ')}: ${error ?? `exit status ${status}`}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Median of the ratios of paired runs, and the medians themselves in milliseconds. */
function pair(a, b, runs = RUNS) {
  once(a);
  once(b);
  const pairs = Array.from({ length: runs }, () => [once(a), once(b)]);
  return {
    ratio: median(pairs.map(([x, y]) => x / y)),
    a: median(pairs.map(([x]) => x)),
    b: median(pairs.map(([, y]) => y)),
  };
}

const files = {};
for (const [name, bytes] of [
  ['20 KB', 20e3],
  ['200 KB', 200e3],
  ['2 MB', 2e6],
  ['20 MB', 20e6],
]) {
  files[name] = join(folder, `section-${name.replace(' ', '')}.md`);
  writeFileSync(files[name], await sectionOf(bytes, root));
}
// The CLI checks files of its project; the generated ones stand in for its Section 7 on standard input.
const check = (name) => ({ args: [cli, 'check', '-'], input: readFileSync(files[name]) });

const rows = [];
const row = (measure, must, aim, value, detail, unit = '×') => {
  rows.push([
    measure,
    must,
    aim,
    `${value.toFixed(2)}${unit && ` ${unit}`}`,
    value <= Number(must) ? (value <= Number(aim) ? 'aim met' : 'met') : '**missed**',
    detail,
  ]);
  say(`${measure}: ${value.toFixed(2)} ${unit} (must ${must}, aim ${aim}) ${detail}`);
};
const ms = (n) => `${n < 100 ? n.toFixed(1) : n.toFixed(0)} ms`;

const present = pair({ args: [cli, 'check'] }, floor);
row(
  '`check` of a 20 KB section, against `node -e 0`',
  '3.5',
  '2.2',
  present.ratio,
  `${ms(present.a)} : ${ms(present.b)}`,
);
const event = JSON.stringify({
  hook_event_name: 'PostToolUse',
  tool_name: 'Write',
  cwd: project,
  tool_input: { file_path: join(project, 'src/index.ts') },
});
const hook = pair({ args: [join(root, 'dist/hook.cjs')], input: event }, floor);
row('the hook on an unrelated file, against `node -e 0`', '1.8', '1.3', hook.ratio, `${ms(hook.a)} : ${ms(hook.b)}`);

if (!values['no-peers']) {
  for (const [name, version] of Object.entries(PEERS)) {
    if (existsSync(join(folder, 'node_modules', name))) continue;
    say(`installing ${name}@${version}`);
    const { status } = spawnSync(
      'npm',
      ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`],
      { stdio: 'ignore', env },
    );
    if (status !== 0) throw new Error(`could not install ${name}@${version}; --no-peers leaves the peers out`);
  }
  const bin = (name, file) => join(folder, 'node_modules', name, file);
  const lint = (name) => ({
    args: [bin('markdownlint-cli2', 'markdownlint-cli2-bin.mjs'), `section-${name.replace(' ', '')}.md`],
    cwd: folder,
  });
  for (const [name, must, aim, runs] of [
    ['20 KB', '0.25', '0.12', RUNS],
    ['200 KB', '0.20', '0.08', 5],
  ]) {
    const { ratio, a, b } = pair(check(name), lint(name), runs);
    row(`\`check\` of ${name}, against markdownlint-cli2`, must, aim, ratio, `${ms(a)} : ${ms(b)}`);
  }
  const specs = join(folder, 'openspec/specs/payments');
  mkdirSync(specs, { recursive: true });
  mkdirSync(join(folder, 'openspec/changes/archive'), { recursive: true });
  writeFileSync(join(folder, 'openspec/project.md'), '# Project\n');
  writeFileSync(join(specs, 'spec.md'), openspecOf(2e6));
  const openspec = {
    args: [bin('@fission-ai/openspec', 'bin/openspec.js'), 'validate', '--all', '--strict', '--no-interactive'],
    cwd: folder,
  };
  const { a, b } = pair(check('2 MB'), openspec, 5);
  const perByte = a / statSync(files['2 MB']).size / (b / statSync(join(specs, 'spec.md')).size);
  row(
    '`check` of 2 MB per byte, against `openspec validate --all --strict`',
    '1.0',
    '0.5',
    perByte,
    `${ms(a)} : ${ms(b)}`,
  );
}

const engine = join(folder, 'bench-engine.cjs');
await build({
  entryPoints: [join(root, 'scripts/dev/bench-engine.ts')],
  outfile: engine,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
  define: { VIBE_SPECS_DIST: JSON.stringify(join(root, 'dist')) },
});

// The report of the peak is written at exit; the CLI reads at most 16 MB, so 20 MB is checked in process.
const peak = join(folder, 'peak.cjs');
writeFileSync(
  peak,
  "process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));\n",
);
const peakOf = ({ args, input = '' }) => {
  const values = Array.from({ length: 3 }, () => {
    spawnSync(node, ['--require', peak, ...args], {
      cwd: project,
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
      env: { ...env, PEAK_FILE: join(folder, 'peak.txt') },
    });
    return Number(readFileSync(join(folder, 'peak.txt'), 'utf8')) / 1024;
  });
  return median(values);
};
const base = peakOf(floor);
for (const [name, must, aim, command] of [
  ['20 KB', '1.6', '1.3', { args: [cli, 'check'] }],
  ['2 MB', '4', '2', check('2 MB')],
  ['20 MB', '20', '8', { args: [engine, project, '1', files['20 MB']] }],
]) {
  const used = peakOf(command);
  row(
    `peak memory of ${name}, against the floor`,
    must,
    aim,
    used / base,
    `${used.toFixed(0)} MB : ${base.toFixed(0)} MB`,
  );
}

const timed = (runs, ...names) =>
  JSON.parse(
    spawnSync(node, ['--max-old-space-size=4096', engine, project, String(runs), ...names.map((n) => files[n])], {
      env,
      encoding: 'utf8',
    }).stdout,
  );
const [small] = timed(10, '200 KB');
const [large] = timed(2, '20 MB');
const exponent = Math.log(large / small) / Math.log(statSync(files['20 MB']).size / statSync(files['200 KB']).size);
row(
  'growth exponent in process, warm, 200 KB → 20 MB, all rules on',
  '1.15',
  '1.05',
  exponent,
  `${ms(small)} → ${ms(large)}`,
  '',
);

async function initialized() {
  const start = process.hrtime.bigint();
  const child = spawn(node, [cli, 'mcp', '--project', project], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } } })}\n`,
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  child.stdin.end();
  await new Promise((resolve) => child.once('exit', resolve));
  return took;
}
await initialized();
const starts = [];
for (let i = 0; i < RUNS; i++) starts.push([await initialized(), once(floor)]);
row(
  'MCP server, start to `initialize` answered, against `node -e 0`',
  '6',
  '4',
  median(starts.map(([a, b]) => a / b)),
  `${ms(median(starts.map(([a]) => a)))} : ${ms(median(starts.map(([, b]) => b)))}`,
);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(
  join(root, 'docs/benchmarks.md'),
  `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: vibe-specs ${version}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0].model.trim()}; peers
${Object.entries(PEERS)
  .map(([name, v]) => `${name} ${v}`)
  .join(
    ', ',
  )}${values['no-peers'] ? ' (left out)' : ''}. Whole processes, medians of ${RUNS} pairs (5 where one run takes seconds); \`NODE_EXTRA_CA_CERTS\` unset. Documents are the example's Section 7 with its
payment service repeated. \`check\` starts from the code that its first run compiled. The CLI reads files up to 16 MB; 20 MB is checked in process.

| Measure | Must | Aim | Measured | | |
|---|---|---|---|---|---|
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`,
);
