import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`../../templates/sections/${name}.md`, import.meta.url), 'utf8').trim();

/** What stands in ‹…› is mostly a value that can be read; where it is an explanation, this is a value. */
const VALUES: Readonly<Record<string, string>> = {
  'the question, in one sentence': 'Which of two vendors?',
  'Service': 'Stripe',
  'service': 'Stripe',
  'feature': 'Checkout',
  'name': 'Stripe',
  'category': 'Payment & Financial',
  'names, or "none"': 'Stripe',
  'name, https URL of the documentation': 'Stripe, https://docs.stripe.com/api',
  'decided, proposed or open': 'decided',
  'decided, proposed or open (D-1)': 'decided',
  'real-time API, asynchronous, webhook, batch, event-driven, service mesh': 'real-time API, webhook',
  '`POST /webhooks/…`, as in Section 4': '`POST /webhooks/stripe`',
  '5 min, or "Not applicable: no timestamp is signed; deduplication by id"': '5 min',
  'SDK, we or none': 'we',
  'EUR 2,500 a month, and where it is stated': 'EUR 2,500 a month (architecture document)',
  '`https://…`': '`https://api.stripe.com`',
  '`NAME`': '`STRIPE_SECRET_KEY`',
  'https://…': 'https://docs.stripe.com/api',
  'the project\'s own, from its architecture document, or "Not applicable: reason"': 'Kafka',
  'scopes, storage, refresh, or "Not applicable: reason"': 'none are stored',
  '3.2': '3.2',
  '3.2, 3.4': '3.2, 3.4',
  '7.P.1': '7.P.1',
};

/** Section 7 made of the templates with every ‹…› filled in. */
export function filledTemplates(): string {
  const sections = [read('overview'), '### 7.P Payment & Financial', read('service'), read('testing'), read('operations'), read('references')].join('\n\n');
  return `${sections.replace(/‹([^‹›]*)›/g, (_, inside: string) => VALUES[inside] ?? inside)}\n`;
}
