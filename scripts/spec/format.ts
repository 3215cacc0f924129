import { column, isDash, tableOf, type Kind } from './kinds.ts';
import { amount, attempts, backoff, bound, callPath, decisionId, duration, features, headroom, money, names, patterns, provider, quota, rates, retriedBy, sectionNumber, status, text, threshold, token, urls, variables } from './values.ts';

/**
 * Format 1: every heading, label and table column of Section 7, once. The parser, the schema, `vibe-specs schema`, the skeleton of `vibe-specs draft`
 * and the tests of the templates derive from this file.
 */

export interface FieldDef<T, N extends boolean = boolean> {
  readonly label: string;
  readonly kind: Kind<T>;
  /** `Not applicable: reason` is a complete answer. */
  readonly orNot: N;
  /** The field states facts about the provider: each needs a footnote or the word `unverified`. */
  readonly fact: boolean;
}

export type Fields = Readonly<Record<string, FieldDef<any>>>;

export interface PartDef<F extends Fields = Fields> {
  readonly title: string;
  readonly fields: F;
  /** The whole part may say `Not applicable: reason`. */
  readonly orNot: boolean;
}

const must = <T>(label: string, kind: Kind<T>): FieldDef<T, false> => ({ label, kind, orNot: false, fact: false });
const may = <T>(label: string, kind: Kind<T>): FieldDef<T, true> => ({ label, kind, orNot: true, fact: false });
const fact = <T>(field: FieldDef<T>): FieldDef<T> => ({ ...field, fact: true });
const part = <F extends Fields>(title: string, orNot: boolean, fields: F): PartDef<F> => ({ title, orNot, fields });

export const FORMAT_VERSION = 1;
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

/** A repeated read, replacement or deletion does no harm. */
const isSafe = ({ method }: Readonly<Record<string, string>>) => /^(?:GET|HEAD|PUT|DELETE|OPTIONS)$/i.test(method ?? '');
/** "`reports`: –": there is no breaker whose times could be said. */
const hasNoBreaker = ({ opens }: Readonly<Record<string, string>>) => /(?:^|[:\s])(?:[–—-]|none|never|keiner?|nie)\.?$/i.test(opens ?? '');
/** Another proof than a signature. */
export const OTHER_PROOF = /^(?:HTTP )?basic\b|\bmTLS\b|\bmutual TLS\b|\bclient certificates?\b|\bIP (?:list|allow-?list|addresses)|\ballow-?list\b|\bClient-Zertifikat|\bIP-Liste/i;
const isOtherProof = ({ header }: Readonly<Record<string, string>>) => OTHER_PROOF.test(header ?? '');
/** "Setting, not secret": nothing that would be rotated. */
const isNoSecret = ({ kind }: Readonly<Record<string, string>>) => /\b(?:settings?|not (?:a )?secret|no secret|non-secret|public|Einstellung|kein Geheimnis|nicht geheim|öffentlich\w*)(?![\wÀ-ÿ])/i.test(kind ?? '');
/** Only one side has it, and the notes say why. */
const isExplained = ({ notes }: Readonly<Record<string, string>>, cell: string) => isDash(cell) && /[A-Za-zÀ-ÿ]{3}/.test(notes ?? '');

export const decisionsTable = tableOf({
  id: column('ID', decisionId),
  decision: column('Decision', text),
  sources: column('Sources', text),
  options: column('Options', text),
  recommendation: column('Recommendation', text),
  owner: column('Owner', text),
  blocks: column('Blocks', text),
});

export const registryTable = tableOf({
  section: column('Section', sectionNumber),
  service: column('Service', text),
  category: column('Category', text),
  features: column('Features', features),
  pattern: column('Pattern', patterns),
  status: column('Status', status),
});

export const coverageTable = tableOf({
  feature: column('Feature', features),
  title: column('Title', text),
  services: column('Services', names),
  reason: column('Why', text, { optional: true }),
});

export const overview = part('Integration Architecture Overview', false, {
  philosophy: must('Integration Philosophy', text),
  patterns: must('Integration Patterns', text),
  errorHandling: must('Error Handling Strategy', text),
  consistency: must('Data Consistency', text),
});

export const infrastructure = part('Integration Infrastructure', false, {
  messageQueue: may('Message Queue', text),
  serviceDiscovery: may('Service Discovery', text),
  apiGateway: may('API Gateway', text),
  circuitBreakers: may('Circuit Breakers', text),
  monitoring: may('Monitoring', text),
});

export const registry = part('External Service Registry', false, {
  services: may('Services', registryTable),
  coverage: must('Feature Coverage', coverageTable),
});

export const security = part('Integration Security Framework', false, {
  apiKeys: may('API Key Management', text),
  oauthTokens: may('OAuth Token Management', text),
  webhooks: may('Webhook Security', text),
  rateLimiting: may('Rate Limiting', text),
  privacy: may('Data Privacy', text),
});

export const methodology = part('Testing Methodology', false, {
  unit: must('Unit Testing', text),
  contract: may('Contract Testing', text),
  sandbox: may('Sandbox Testing', text),
  endToEnd: may('End-to-End Testing', text),
  negativeWebhooks: may('Negative Webhook Tests', text),
});

export const health = part('Service Health Monitoring', false, {
  continuous: may('Continuous Monitoring', text),
  pipeline: may('Automated Testing Pipeline', text),
});

/** `7.O.1` to `7.O.5`: free content below each heading. */
export const OPERATIONS = {
  configuration: 'Service Configuration Guide',
  apiKeys: 'API Key Management',
  webhooks: 'Webhook Configuration',
  dashboard: 'Monitoring Dashboard',
  incidents: 'Incident Response',
} as const;

/** The third-level sections of Section 7 in order; the categories in use stand where `categories` is. */
export const SECTIONS = [
  { number: '7.0', title: 'Decisions & Blockers', required: true },
  { number: '7.1', title: overview.title, required: true },
  { number: '7.2', title: infrastructure.title, required: true },
  { number: '7.3', title: registry.title, required: true },
  { number: '7.4', title: security.title, required: true },
  ...Object.entries(CATEGORIES).map(([code, name]) => ({ number: `7.${code}`, title: name as string, required: false })),
  { number: '7.T', title: 'Integration Testing & Quality Assurance', required: true },
  { number: '7.O', title: 'Integration Deployment & Operations', required: true },
  { number: '7.H', title: 'Carried-over Notes', required: false },
  { number: '7.R', title: 'References', required: true },
];

/** The eight parts of a service, in order: `7.<C>.<n>.1` to `.8`. */
export const SERVICE_PARTS = {
  overview: part('Service Overview', false, {
    provider: must('Service Provider', provider),
    purpose: must('Integration Purpose', text),
    type: must('Service Type', text),
    features: must('Features Supported', features),
    pattern: must('Integration Pattern', patterns),
    status: must('Status', status),
  }),
  authentication: part('Authentication & Configuration', false, {
    method: fact(must('Authentication Method', text)),
    credentials: may('Required Credentials', tableOf({
      variable: column('Variable', variables),
      kind: column('Kind', text),
      kept: column('Kept in', text),
      rotation: column('Rotation', text, { dash: isNoSecret }),
    })),
    environments: must('Environment Configuration', tableOf({
      environment: column('Environment', text),
      endpoint: column('Endpoint or account', text),
      notes: column('Notes', text, { optional: true }),
    })),
  }),
  api: part('API Integration Specifications', true, {
    baseUrl: fact(may('Base URL', urls)),
    version: fact(may('API Version', text)),
    rateLimits: fact(may('Rate Limits', rates)),
    requestFormat: may('Request Format', text),
    responseFormat: may('Response Format', text),
    endpoints: fact(may('Core API Endpoints', tableOf({
      method: column('Method', token),
      path: column('Path', text),
      purpose: column('Purpose', text),
      idempotency: column('Idempotency', text, { dash: isSafe }),
    }))),
  }),
  sync: part('Data Synchronization Strategy', true, {
    direction: must('Data Flow Direction', text),
    frequency: must('Synchronization Frequency', text),
    mapping: may('Data Mapping', tableOf({
      ours: column('Ours', text, { dash: isExplained }),
      theirs: column('Theirs', text, { dash: isExplained }),
      notes: column('Notes', text, { optional: true }),
    })),
    conflicts: may('Conflict Resolution', text),
  }),
  webhook: part('Webhook Implementation', true, {
    endpoint: must('Webhook Endpoint', callPath),
    signature: fact(may('Signature Verification', tableOf({
      header: column('Header', text),
      algorithm: column('Algorithm', text, { dash: isOtherProof }),
      encoding: column('Encoding', text, { dash: isOtherProof }),
      content: column('Signed content', text, { dash: isOtherProof }),
      key: column('Key', text),
      verifier: column('Verified by', text),
    }))),
    replayWindow: fact(may('Replay Window', duration)),
    acknowledgeWithin: must('Acknowledge Within', bound),
    deduplicationKey: must('Deduplication Key', text),
    events: fact(must('Event Types', tableOf({
      event: column('Event', text),
      effect: column('Effect', text),
    }))),
    processing: must('Webhook Processing', text),
    reconciliation: may('Reconciliation', text),
  }),
  resilience: part('Error Handling & Resilience', true, {
    retry: may('Retry Strategy', tableOf({
      operation: column('Operation', text),
      attempts: column('Attempts', attempts),
      backoff: column('Backoff', backoff, { optional: true }),
      errors: column('Retried errors', text, { optional: true }),
      by: column('Retried by', retriedBy, { optional: true }),
    })),
    breaker: may('Circuit Breaker', tableOf({
      opens: column('Opens after', text),
      halfOpen: column('Half-open after', duration, { dash: hasNoBreaker }),
      closes: column('Closes after', text, { dash: hasNoBreaker }),
    })),
    timeouts: may('Timeout Configuration', tableOf({
      operation: column('Operation', text),
      connect: column('Connect', duration, { optional: true }),
      read: column('Read', duration, { optional: true }),
      total: column('Total', duration),
    })),
    fallback: may('Fallback', text),
  }),
  monitoring: part('Monitoring & Alerting', true, {
    healthCheck: may('Health Check', text),
    metrics: may('Metrics to Track', tableOf({
      metric: column('Metric', text),
      type: column('Type', text),
      labels: column('Labels', text, { optional: true }),
    })),
    alerts: may('Alerting Thresholds', tableOf({
      condition: column('Condition', threshold),
      action: column('Action', text),
    })),
  }),
  cost: part('Cost & Usage Optimization', true, {
    tracking: may('Usage Tracking', text),
    estimate: may('Cost Estimate', tableOf({
      driver: column('Driver', text),
      volume: column('Volume a month', amount, { optional: true }),
      unitPrice: column('Unit price', money, { optional: true, fact: true }),
      monthly: column('Monthly cost', money, { optional: true }),
    })),
    budget: may('Budget', money),
    quota: may('Quota Demand', tableOf({
      quota: column('Quota', text),
      limit: column('Limit', quota, { fact: true }),
      demand: column('Demand', quota),
      headroom: column('Headroom', headroom, { optional: true }),
    })),
    optimization: may('Cost Optimization Strategies', text),
  }),
} as const satisfies Record<string, PartDef>;

export type PartKey = keyof typeof SERVICE_PARTS;
export const PART_KEYS = Object.keys(SERVICE_PARTS) as PartKey[];
