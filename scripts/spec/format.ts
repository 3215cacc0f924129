/**
 * The form of Section 7 as data: what templates/section-7.md tells people, in the shape that tools read. Reading
 * (parse.ts), rules, the JSON Schema, `draft` and the tests of the template derive from it; nothing else knows a
 * heading, a table header or a label by itself.
 */

export const FORMAT_VERSION = 2;
export const TITLE = 'External Service Integration Architecture';

export const CATEGORIES = {
  A: 'Authentication & Identity',
  P: 'Payment & Financial',
  C: 'Communication',
  S: 'Storage & CDN',
  N: 'Analytics & Monitoring',
  D: 'Search & Data',
  I: 'AI & Machine Learning',
  G: 'Geographic & Mapping',
  M: 'Social Media & Content',
  B: 'Business Intelligence & CRM',
} as const;
export type CategoryCode = keyof typeof CATEGORIES;

/** A section without an `always` is not finished. All others exist where they say something. */
const always = <const N extends string>(number: N, title: string) => ({ number, title, always: true });
const where = <const N extends string>(number: N, title: string) => ({ number, title, always: false });

/** Headings of Section 7 beside those of services, in order; categories stand between 7.4 and 7.T. */
export const BLOCKS = [
  always('7.0', 'Read This First'),
  where('7.0.1', 'Decisions'),
  where('7.0.2', 'Corrections to Earlier Sections'),
  always('7.1', 'Integration Architecture Overview'),
  where('7.1.1', 'Calls in the Request Path'),
  where('7.1.2', 'When a Service Is Down'),
  always('7.2', 'Integration Infrastructure'),
  where('7.2.1', 'Outgoing Calls'),
  where('7.2.2', 'Webhook Pipeline'),
  where('7.2.3', 'Queues and Jobs'),
  where('7.2.4', 'Shared Code'),
  where('7.2.5', 'Environments and Test Modes'),
  always('7.3', 'External Service Registry'),
  always('7.4', 'Integration Security Framework'),
  always('7.T', 'Integration Testing & Quality Assurance'),
  where('7.T.1', 'Testing Methodology'),
  where('7.T.2', 'Required Tests'),
  where('7.T.3', 'Service Health Monitoring'),
  always('7.O', 'Integration Deployment & Operations'),
  where('7.O.1', 'Service Configuration Guide'),
  where('7.O.2', 'API Key Management'),
  where('7.O.3', 'Webhook Configuration'),
  where('7.O.4', 'Monitoring Dashboard'),
  where('7.O.5', 'Incident Response'),
  where('7.E', 'Changes to Sections 4 and 5'),
  where('7.H', 'Carried-over Notes'),
  where('7.Q', 'Assumptions and Facts to Confirm'),
  always('7.R', 'References'),
];

/** A place of the form; whoever names one that does not exist is told so by the compiler. */
export type BlockNumber = (typeof BLOCKS)[number]['number'];

/**
 * The eight parts of a service: `7.<C>.<n>.1` to `.8`. A simple service has their labels and tables without the
 * headings.
 */
export const PARTS = [
  'Service Overview',
  'Authentication & Configuration',
  'API Integration Specifications',
  'Data Synchronization Strategy',
  'Webhook Implementation',
  'Error Handling & Resilience',
  'Monitoring & Alerting',
  'Cost & Usage Optimization',
] as const;

export interface TableFormat {
  /** Where the form has it: a number of BLOCKS, or the number of a service's part. */
  readonly home: string | number;
  /** Headers by key; any order, further columns allowed. Alternatives of a header stand behind `|`. */
  readonly columns: Readonly<Record<string, string>>;
  /** A table that has these columns is one of this kind. */
  readonly known: readonly string[];
  /** Its headers are too common to tell it anywhere else. */
  readonly onlyHome?: boolean;
}

const table = <const C extends Readonly<Record<string, string>>>(
  home: string | number,
  columns: C,
  ...known: (keyof C & string)[]
) => ({ home, columns, known });

export const TABLES = {
  decisions: table(
    '7.0.1',
    {
      id: 'ID',
      decision: 'Decision',
      why: 'Why it cannot wait',
      default: 'Default used here|Default',
      blocks: 'Blocks',
      owner: 'Owner',
      by: 'By',
    },
    'id',
    'decision',
  ),
  corrections: table(
    '7.0.2',
    { where: 'Where', says: 'What it says', wrong: 'What is wrong', uses: 'Section 7 uses' },
    'where',
    'uses',
  ),
  toConfirm: table(
    '7.Q',
    {
      id: 'ID',
      fact: 'Assumption or fact|Fact|Assumption',
      carries: 'Carries|Used in',
      where: 'How to check, where|Where to look|How to check',
      by: 'By',
    },
    'id',
    'fact',
  ),
  requestPath: table(
    '7.1.1',
    { caller: 'Our endpoint or job', calls: 'Calls', allowed: 'Time allowed', objective: 'Objective' },
    'caller',
    'calls',
  ),
  outages: table(
    '7.1.2',
    {
      service: 'Service',
      works: 'Still works',
      seen: 'What people see',
      risk: 'At risk, and how it is repaired|At risk',
    },
    'service',
    'seen',
  ),
  outgoing: table(
    '7.2.1',
    {
      service: 'Service',
      operation: 'Operation',
      attempts: 'Attempts',
      waits: 'Waits',
      timeout: 'Timeout a call',
      total: 'Total',
      retriedOn: 'Retried on',
      breaker: 'Breaker',
    },
    'operation',
    'attempts',
  ),
  jobs: table('7.2.3', { job: 'Job', when: 'When', does: 'Does', closes: 'Closes' }, 'job', 'when'),
  // Its other columns are the project's environments.
  testModes: { ...table('7.2.5', { service: 'Service' }, 'service'), onlyHome: true },
  registry: table(
    '7.3',
    {
      section: 'Section',
      service: 'Service',
      category: 'Category',
      features: 'Features',
      pattern: 'Pattern',
      status: 'Status',
      data: 'Personal data sent',
      contract: 'Contract',
      cost: 'Cost a month',
      budget: 'Budget',
    },
    'section',
    'service',
    'status',
  ),
  savings: table(
    '7.3',
    { step: 'Step', saves: 'Saves a month', lost: 'What is lost', by: 'Decided by' },
    'step',
    'saves',
  ),
  coverage: table(
    '7.3',
    { feature: 'Feature', title: 'Title', services: 'Services', why: 'Why' },
    'feature',
    'services',
  ),
  webhookEndpoints: table(
    '7.4',
    { endpoint: 'Endpoint', from: 'From', scheme: 'Header, scheme', replay: 'Replay', key: 'Key against duplicates' },
    'endpoint',
    'scheme',
  ),
  personalData: table(
    '7.4',
    {
      service: 'Service',
      data: 'Personal data',
      never: 'Never sent',
      deletion: 'Deletion',
      retention: 'Retention|Retention set',
    },
    'service',
    'data',
    'deletion',
  ),
  credentials: table(
    2,
    { variable: 'Variable', rights: 'Kind and rights', kept: 'Kept in', rotation: 'Rotation' },
    'variable',
    'kept',
  ),
  environments: table(
    2,
    { environment: 'Environment', endpoint: 'Endpoint or account', notes: 'Notes' },
    'environment',
    'endpoint',
  ),
  calls: table(3, { call: 'Call', when: 'When', idempotency: 'Idempotency', limit: 'Limit or cost' }, 'call', 'when'),
  mapping: table(4, { ours: 'Ours', theirs: 'Theirs', notes: 'Notes' }, 'ours', 'theirs'),
  events: table(5, { event: 'Event', effect: 'Effect' }, 'event', 'effect'),
  failures: table(
    6,
    { failure: 'Answer or failure', meaning: 'Meaning', we: 'We', seen: 'People see' },
    'failure',
    'we',
  ),
  alerts: table(7, { condition: 'Condition', level: 'Level', action: 'First action' }, 'condition', 'action'),
  costs: table(
    8,
    { driver: 'Driver', volume: 'Volume a month', price: 'Unit price', cost: 'Monthly cost' },
    'driver',
    'cost',
  ),
  quotas: table(
    8,
    { quota: 'Quota', limit: 'Limit', demand: 'Demand at peak', headroom: 'Headroom' },
    'quota',
    'limit',
  ),
  testLevels: table('7.T.1', { level: 'Level', what: 'What', where: 'Where, when' }, 'level', 'what'),
  tests: table('7.T.2', { id: 'ID', test: 'Test', expected: 'Expected' }, 'test', 'expected'),
  setup: table('7.O.1', { when: 'When', step: 'Step', who: 'Who', lead: 'Lead time or gate' }, 'step', 'who'),
  rotation: table('7.O.2', { secret: 'Secret', two: 'Two valid at once', steps: 'Steps' }, 'secret', 'steps'),
  webhookSetup: table(
    '7.O.3',
    { endpoint: 'Endpoint', setUp: 'Set up at', redelivery: 'Redelivery by them', test: 'Test' },
    'endpoint',
    'setUp',
  ),
  switches: table('7.O.4', { switch: 'Switch', effect: 'Effect', where: 'Where' }, 'switch', 'effect'),
  // biome-ignore lint/suspicious/noThenProperty: the column is called Then; nobody awaits a table.
  incidents: table('7.O.5', { incident: 'Incident', first: 'First five minutes', then: 'Then' }, 'incident', 'first'),
  symptoms: table(
    '7.O.5',
    { symptom: 'Symptom', cause: 'Probable cause', action: 'First action' },
    'symptom',
    'action',
  ),
  endpointChanges: table('7.E', { endpoint: 'Endpoint', change: 'Change', why: 'Why' }, 'endpoint', 'change'),
} as const satisfies Record<string, TableFormat>;

export type TableKind = keyof typeof TABLES;
export type ColumnKey<K extends TableKind> = keyof (typeof TABLES)[K]['columns'] & string;

/** Bold labels of the blocks, by number, and of the parts of a service. */
export const BLOCK_LABELS = {
  '7': { map: 'Map' },
  '7.1': {
    philosophy: 'Integration Philosophy',
    patterns: 'Integration Patterns',
    errorHandling: 'Error Handling Strategy',
    consistency: 'Data Consistency',
  },
  '7.2': {
    queue: 'Message Queue',
    discovery: 'Service Discovery',
    gateway: 'API Gateway',
    breakers: 'Circuit Breakers',
    monitoring: 'Monitoring',
  },
  '7.3': { savings: 'Way to the budget', coverage: 'Feature Coverage', notIntegrated: 'Not integrated' },
  '7.4': {
    apiKeys: 'API Key Management',
    oauthTokens: 'OAuth Token Management',
    webhooks: 'Webhook Security',
    rateLimiting: 'Rate Limiting',
    privacy: 'Data Privacy',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export const PART_LABELS = {
  1: {
    provider: 'Service Provider',
    purpose: 'Integration Purpose',
    type: 'Service Type',
    features: 'Features Supported',
    pattern: 'Integration Pattern',
    status: 'Status',
  },
  2: { method: 'Authentication Method' },
  3: {
    baseUrl: 'Base URL',
    version: 'API Version',
    rateLimits: 'Rate Limits',
    requestFormat: 'Request Format',
    responseFormat: 'Response Format',
  },
  4: { direction: 'Data Flow Direction', frequency: 'Synchronization Frequency', conflicts: 'Conflict Resolution' },
  5: { endpoint: 'Webhook Endpoint', signature: 'Signature Verification', acknowledge: 'Acknowledge Within' },
  6: { fallback: 'Fallback' },
  7: { health: 'Health Check', metrics: 'Metrics to Track' },
  8: { tracking: 'Usage Tracking', optimization: 'Cost Optimization Strategies' },
} as const satisfies Readonly<Record<number, Readonly<Record<string, string>>>>;

type KeysOf<T> = T extends T ? keyof T & string : never;
export type LabelKey =
  | KeysOf<(typeof BLOCK_LABELS)[keyof typeof BLOCK_LABELS]>
  | KeysOf<(typeof PART_LABELS)[keyof typeof PART_LABELS]>;

/** Kinds of ids: decisions, assumptions and facts to confirm, tests. */
export const ID_KINDS = { D: 'decisions', V: 'toConfirm', T: 'tests' } as const satisfies Record<string, TableKind>;
export type IdKind = keyof typeof ID_KINDS;

/**
 * The title that the form gives to a number; null for a service, whose title is its name; undefined for a number that
 * it does not have.
 */
export function titleOf(number: string): string | null | undefined {
  if (number === '7') return TITLE;
  const block = BLOCKS.find((b) => b.number === number);
  if (block) return block.title;
  const [, code = '', n, part, ...more] = number.split('.');
  if (!Object.hasOwn(CATEGORIES, code) || more.length > 0) return undefined;
  if (n === undefined) return CATEGORIES[code as CategoryCode];
  if (!/^[1-9]\d{0,2}$/.test(n)) return undefined;
  return part === undefined ? null : PARTS[Number(part) - 1];
}
