import { configDefaults, defineConfig } from 'vitest/config';

/**
 * What takes long: kills, fuzz, every Node.js version, hostile megabytes, the providers' own packages. `npm run
 * test:full`.
 */
const FULL = [
  'tests/commands/apply-kill.test.ts',
  'tests/package/**/*.test.ts',
  'tests/extending/**/*.test.ts',
  'tests/fuzz/**/*.test.ts',
  'tests/node-versions/**/*.test.ts',
  'tests/robustness/{hostile,apply-fails,input}.test.ts',
  'tests/services/sdk*.test.ts',
  'tests/claude-code/evals.test.ts',
  'tests/supply-chain/reproducible.test.ts',
  'tests/commands/code-bundles.test.ts',
  'tests/markdown/hostile.test.ts',
  'tests/project/hostile.test.ts',
  'tests/run/{run,seeded-faults}.test.ts',
  'tests/view/browser.test.ts',
];

/** The bundle as a process, the real client, SQL and code that run. `npm test`. */
const PROCESSES = [
  'tests/claude-code/**/*.test.ts',
  'tests/mcp/**/*.test.ts',
  'tests/robustness/**/*.test.ts',
  'tests/run/**/*.test.ts',
  'tests/supply-chain/**/*.test.ts',
  'tests/commands/process.test.ts',
  'tests/node-version.test.ts',
  'tests/same-verdict.test.ts',
  'tests/export/asyncapi.test.ts',
  // The code of the example, with an embedded database.
  'examples/**/*.test.ts',
  // They replace a module, and need one of their own.
  'tests/commands/{facts,webhook-send,webhook-verify}.test.ts',
  'tests/services/schemes.test.ts',
];

const lane = (name: string, include: string[], exclude: string[], more = {}) => ({
  test: {
    name,
    include,
    exclude: [...configDefaults.exclude, ...exclude],
    setupFiles: ['tests/same-seed.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    ...more,
  },
});

export default defineConfig({
  // Not one less than there are cores: the tests of processes wait most of the time.
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['scripts/**/*.ts'],
      reporter: ['text-summary'],
      // What the tests in process reach, and not less; bundles that run as processes are not counted.
      thresholds: { statements: 83, branches: 76, functions: 83, lines: 84 },
    },
    projects: [
      lane('unit', ['tests/**/*.test.ts'], [...PROCESSES, ...FULL], { isolate: false }),
      lane('processes', PROCESSES, FULL),
      lane('full', FULL, [], { globalSetup: 'tests/node-versions/installed.ts' }),
    ],
  },
});
