// Prints, for the services that projects use most, how many have a value of each fact that decides a design, how many
// are known to have none, and of how many nobody knows: node scripts/dev/facts-table.mjs [ROOT]
// ROOT is another checkout, such as a worktree of an earlier commit; it is read with the code that lies in it.
import { join, resolve } from 'node:path';
import { load, root } from '../build/load.mjs';

const other = process.argv[2] === undefined ? root : resolve(process.argv[2]);
const SHEETS = 'scripts/build/read-sheets.ts';
const { partState, stateOf } = await load(join(root, SHEETS), 'read-sheets');

/** Chosen by hand: what the documents in the tests and in public specifications name most, of each category. */
const SERVICES = [
  ...['google-oauth', 'auth0', 'clerk', 'microsoft-entra-id', 'okta', 'supabase'],
  ...['stripe', 'paypal', 'adyen', 'mollie', 'square', 'razorpay', 'paddle', 'braintree'],
  ...['twilio', 'sendgrid', 'postmark', 'resend', 'amazon-ses', 'slack', 'expo-push', 'firebase-cloud-messaging'],
  ...['aws-s3', 'cloudflare-r2', 'cloudinary'],
  ...['sentry', 'segment', 'posthog', 'datadog'],
  ...['algolia', 'openai', 'anthropic', 'pinecone'],
  ...['google-maps', 'mapbox'],
  ...['hubspot', 'salesforce', 'zendesk', 'shopify', 'github'],
];

/** Facts of a sheet or of one of its products; the last ones stand in each way of delivering webhooks. */
const FACTS = {
  'Quotas by plan': (holder) => stateOf(holder, 'quotas'),
  'Price page': (holder) => stateOf(holder, 'pricePage'),
  Prices: (holder) => stateOf(holder, 'prices'),
  Idempotency: (holder) => stateOf(holder, 'idempotency'),
  Redelivery: (holder) => delivery(holder, 'redelivery'),
  'Acknowledgement deadline': (holder) => delivery(holder, 'acknowledge'),
  'Deprecations ahead': (holder) => stateOf(holder, 'deprecations'),
  'Lead times': (holder) => stateOf(holder, 'lead'),
  DPA: (holder) => compliance(holder, 'dpa'),
  BAA: (holder) => compliance(holder, 'baa'),
  Regions: (holder) => compliance(holder, 'regions'),
  Residency: (holder) => compliance(holder, 'residency'),
};

/** Without webhooks there is nothing to deliver again; a product has those of its vendor. */
const delivery = (holder, part) =>
  stateOf(holder, 'webhooks') === 'none' ? 'none' : holder.webhooks ? partState(holder, part) : 'unknown';

const compliance = (holder, fact) =>
  holder.compliance?.[fact] ? 'value' : holder.none.includes(`compliance.${fact}`) ? 'none' : 'unknown';

const best = (states) => ['value', 'none'].find((one) => states.includes(one)) ?? 'unknown';

const { readSheets } = await load(join(other, SHEETS), 'facts-table');
const sheets = new Map(readSheets(other).sheets.map((sheet) => [sheet.id, sheet]));
const chosen = SERVICES.map((id) => sheets.get(id));
console.log(`| Fact, of ${SERVICES.length} services | value | none | unknown |\n|---|---|---|---|`);
for (const [name, stateIn] of Object.entries(FACTS)) {
  const states = chosen.map((sheet) => (sheet ? best([sheet, ...sheet.products].map(stateIn)) : 'no sheet'));
  const count = (wanted) => states.filter((one) => one === wanted).length;
  console.log(`| ${name} | ${count('value')} | ${count('none')} | ${count('unknown') + count('no sheet')} |`);
}
const absent = SERVICES.filter((id) => !sheets.has(id));
if (absent.length > 0) console.log(`\nWithout a sheet, and counted as unknown: ${absent.join(', ')}.`);
