import { describe, expect, test } from 'vitest';
import { feature, filler, read, sections, stances } from './context.ts';

describe('vendors', () => {
  const services = (rows: string, head = '| Need | Service | Notes |\n|---|---|---|') =>
    `# Architecture\n\n${filler}\n\n## External services\n\n${head}\n${rows}\n`;

  test('common words are no vendors, in a table of Section 4 neither', async () => {
    const four =
      '| Field | Meaning |\n|---|---|\n| Segment | group of users |\n| Zoom | level of the map |\n| ratio | Square 1080×1080 |\n';
    const three = `### 3.2 Board\n${filler} A linear list in a box; here it ends. Resend the code after 30 seconds. The notion of a line.\n- **Integration Requirements:** none\n`;
    const five = '```sql\nCREATE TABLE a (box_id int, segment_id int, line_number int);\n```\n';
    expect(stances(await read(sections({ three, four, five })))).toEqual({});
  });
  test('they are where a structured place names them', async () => {
    expect(
      stances(await read(sections({ three: feature('Square') }), services('| Files | Box | x |\n| Maps | HERE | x |'))),
    ).toEqual({ Square: 'chosen', Box: 'chosen', 'HERE Technologies': 'chosen' });
  });
  test('notes beside the choice choose nothing', async () => {
    const rows =
      '| Mail | own relay | SendGrid was considered |\n| SMS | own gateway | formerly Twilio, removed in v2 |\n| Maps | own tiles | alternative to Google Maps |\n| KI | eigenes Modell | OpenAI kommt nicht in Frage |\n| Pagos | ninguno | no usamos PayPal |';
    expect(stances(await read(sections({}), services(rows)))).toEqual({
      SendGrid: 'mentioned',
      Twilio: 'mentioned',
      'Google Maps Platform': 'mentioned',
      OpenAI: 'mentioned',
      PayPal: 'mentioned',
    });
  });
  test.each<[string, Record<string, string>]>([
    ['Stripe', { Stripe: 'chosen' }],
    ['Stripe, not PayPal', { Stripe: 'chosen', PayPal: 'declined' }],
    ['Twilio, no Vonage', { Twilio: 'chosen', Vonage: 'declined' }],
    ['Mixpanel was rejected. PostHog for funnels.', { Mixpanel: 'declined', PostHog: 'chosen' }],
    ['Stripe or Adyen', { Stripe: 'candidate', Adyen: 'candidate' }],
    ['Stripe, Adyen or Mollie', { Stripe: 'candidate', Adyen: 'candidate', Mollie: 'candidate' }],
    ['Stripe oder Adyen', { Stripe: 'candidate', Adyen: 'candidate' }],
    ['Stripe and Adyen', { Stripe: 'chosen', Adyen: 'chosen' }],
    ['Stripe instead of PayPal', { Stripe: 'chosen', PayPal: 'replaced' }],
    ['Stripe statt PayPal', { Stripe: 'chosen', PayPal: 'replaced' }],
    ['PayPal?', { PayPal: 'candidate' }],
    ['PayPal (to be confirmed)', { PayPal: 'candidate' }],
    ['PayPal was considered', { PayPal: 'candidate' }],
    ['OpenAI kommt nicht in Frage', { OpenAI: 'declined' }],
    ['no usamos PayPal', { PayPal: 'declined' }],
    ['card payments (Stripe)', { Stripe: 'chosen' }],
    ['a search engine (e.g. Algolia)', { Algolia: 'candidate' }],
    ['E-mail through Postmark, SMS through Twilio', { Postmark: 'chosen', Twilio: 'chosen' }],
    ['S3-compatible storage', {}],
    ['**Routely** tours', { Routely: 'chosen' }],
  ])('a requirement: %s', async (needs, expected) =>
    expect(stances(await read(sections({ three: feature(needs) })))).toEqual(expected),
  );
  test('a decision log: what is open is no choice, what is superseded was one', async () => {
    const log =
      '# Architecture\n\n## Decisions\n\n| ID | Decision | Status |\n|---|---|---|\n| 1 | Payments: Stripe | OPEN |\n| 2 | Search: Algolia | superseded |\n| 3 | Mail: Postmark | accepted |\n';
    expect(stances(await read(sections({}), `${log}\n${filler}\n`))).toEqual({
      Stripe: 'candidate',
      Algolia: 'replaced',
      Postmark: 'mentioned',
    });
  });
  test('a column of status in a table of services', async () => {
    expect(
      stances(
        await read(
          sections({}),
          services(
            '| Pay | Stripe | proposed |\n| Mail | Postmark | decided |',
            '| Need | Service | Status |\n|---|---|---|',
          ),
        ),
      ),
    ).toEqual({ Stripe: 'candidate', Postmark: 'chosen' });
  });
  test('names in lower case, in other scripts, without a sheet', async () => {
    const prose = `# A\n\n${filler} Payments go through \`stripe\`, mail through sendgrid, Paypal is the second way; 決済はAdyenを使う。\n`;
    expect(stances(await read(sections({}), prose))).toEqual({
      Stripe: 'mentioned',
      SendGrid: 'mentioned',
      PayPal: 'mentioned',
      Adyen: 'mentioned',
    });
    expect(
      stances(
        await read(
          sections({}),
          `# 構成\n\n## 外部サービス\n\n| 用途 | サービス |\n|---|---|\n| 決済 | GMO ペイメント |\n`,
        ),
      ),
    ).toEqual({ 'GMO ペイメント': 'chosen' });
  });
  test.each<[string, string, Record<string, string>]>([
    [
      'a heading about the future',
      '### Future Integrations (Not Implemented)\n1. **SendGrid** - mail\n2. **Resend** - mail\n3. **Twilio** - SMS\n\n### Integrations\n- **Stripe** - payments',
      { SendGrid: 'candidate', Resend: 'candidate', Twilio: 'candidate', Stripe: 'chosen' },
    ],
    [
      'a heading around it',
      '## Out of scope\n\n### External services\n| Need | Service |\n|---|---|\n| SMS | Twilio |',
      { Twilio: 'declined' },
    ],
    [
      'software that a vendor hosts',
      '## External services\n- [x] **Redis** - cache\n\n#### Redis (Upstash)\n- **Purpose:** cache\n- **Cost Considerations:** $30',
      { Upstash: 'chosen' },
    ],
    [
      'companies by whose accounts people sign in',
      '## Technology stack\n- **Authentication:** Supabase Auth, Google and Apple sign-in\n- **Maps:** Google Maps',
      {
        Supabase: 'chosen',
        'Google Sign-In': 'chosen',
        'Sign in with Apple': 'chosen',
        'Google Maps Platform': 'chosen',
      },
    ],
    ['a company in another need', '## Technology stack\n- **Analytics:** Google', { Google: 'chosen' }],
  ])('%s', async (_, text, expected) =>
    expect(stances(await read(sections({}), `# Architecture\n\n${filler}\n\n${text}\n`))).toEqual(expected),
  );
  test('variables and columns choose; a word in front of another thing does not', async () => {
    const env = '# A\n\nOne server.\n\n```env\nOPENAI_API_KEY=\nBOX_SIZE=\nSEGMENT_WRITE_KEY=\n```\n';
    expect(
      stances(
        await read(
          sections({ five: '```sql\nCREATE TABLE a (mollie_payment_id text, google_place_id text);\n```' }),
          env,
        ),
      ),
    ).toEqual({ OpenAI: 'chosen', Segment: 'chosen', Mollie: 'chosen', 'Google Maps Platform': 'chosen' });
  });
});
