// Prints, for the services that projects use most, how many have a value of each fact that decides a design, how many
// are known to have none, and of how many nobody knows: node scripts/dev/facts-table.mjs [ROOT]
// ROOT is another checkout, such as a worktree of an earlier commit; it is read with the code that lies in it.
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const own = fileURLToPath(new URL('../../', import.meta.url));
const root = process.argv[2] === undefined ? own : resolve(process.argv[2]);

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
  'Quotas by plan': (holder) => state(holder, 'quotas'),
  'Price page': (holder) => state(holder, 'pricePage'),
  Prices: (holder) => state(holder, 'prices'),
  Idempotency: (holder) => state(holder, 'idempotency'),
  Redelivery: (holder) => delivery(holder, 'redelivery'),
  'Acknowledgement deadline': (holder) => delivery(holder, 'acknowledge'),
  'Deprecations ahead': (holder) => state(holder, 'deprecations'),
  'Lead times': (holder) => state(holder, 'lead'),
  DPA: (holder) => compliance(holder, 'dpa'),
  BAA: (holder) => compliance(holder, 'baa'),
  Regions: (holder) => compliance(holder, 'regions'),
  Residency: (holder) => compliance(holder, 'residency'),
};

const isEmpty = (value) => value === null || value === undefined || Object.keys(value).length === 0;
const state = (holder, fact) => (holder.none.includes(fact) ? 'none' : isEmpty(holder[fact]) ? 'unknown' : 'value');

function delivery(holder, fact) {
  // Without webhooks there is nothing to deliver again.
  if (holder.none.includes('webhooks')) return 'none';
  const states = (holder.webhooks ?? []).map((family, i) =>
    family[fact] ? 'value' : holder.none.includes(`webhooks.${i}.${fact}`) ? 'none' : 'unknown',
  );
  return best(states);
}

const compliance = (holder, fact) =>
  holder.compliance?.[fact] ? 'value' : holder.none.includes(`compliance.${fact}`) ? 'none' : 'unknown';

const best = (states) => ['value', 'none'].find((one) => states.includes(one)) ?? 'unknown';

async function readSheets() {
  // Below node_modules, so that the packages it leaves out are found.
  const outfile = join(own, 'node_modules/.cache/vibe-specs/facts-table.mjs');
  const entry = join(root, 'scripts/build/read-sheets.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return (await import(pathToFileURL(outfile).href)).readSheets(root).sheets;
}

const sheets = new Map((await readSheets()).map((sheet) => [sheet.id, sheet]));
const chosen = SERVICES.map((id) => sheets.get(id));
console.log(`| Fact, of ${SERVICES.length} services | value | none | unknown |\n|---|---|---|---|`);
for (const [name, stateIn] of Object.entries(FACTS)) {
  const states = chosen.map((sheet) => (sheet ? best([sheet, ...sheet.products].map(stateIn)) : 'no sheet'));
  const count = (wanted) => states.filter((one) => one === wanted).length;
  console.log(`| ${name} | ${count('value')} | ${count('none')} | ${count('unknown') + count('no sheet')} |`);
}
const absent = SERVICES.filter((id) => !sheets.has(id));
if (absent.length > 0) console.log(`\nWithout a sheet, and counted as unknown: ${absent.join(', ')}.`);
