import { append } from '../append.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import { LETTERS, words } from '../words.ts';

/** Names that are common words or signs: they name a vendor only in a structured place. */
const COMMON = new Set(
  words(`
  box|square|segment|linear|notion|zoom|here|line|bird|bunny|r2|ses|x api|facebook|signal|wise|neon|
  vertex|expo|railway|render|sanity|replicate|looker|knock|courier|loops|front|drift|branch|heap|
  affirm|bolt|mode|sap|ups|stream|redis|postgresql|sinch|turnstile
`),
);
/** Words that begin a sentence or stand in the middle of one, too: capitals, and not as its first word. */
const WORDS = new Set(
  words(`
  resend|slack|sentry|intercom|amplitude|clerk|plaid|paddle|mux|cohere|gemini|bedrock|discord|
  snowflake|pinecone|mistral|apple|persona|akamai|fastly|pusher|ably|braze|azure|firebase|telegram|
  uber|google
`),
);

/** Vendors that have no sheet: without facts, but not without a name. */
const WITHOUT_SHEET = words(`
  AWS|Amazon Web Services|Azure|Google Cloud|Google|Apple|Microsoft|Vercel|Netlify|Heroku|Firebase|Expo|
  Upstash|DigitalOcean|Xero|DATEV|QuickBooks|FedEx|UPS|Checkr|Onfido|Veriff|Sumsub|Jumio|AfterShip|
  Shippo|EasyPost|Contentful|Strapi|Pusher|Ably|LaunchDarkly|PagerDuty|Opsgenie|Rollbar|Bugsnag|
  Honeycomb|Mailchimp|Brevo|Klaviyo|Customer.io|Braze|Calendly|Nylas|Trello|Asana|Jira|Confluence|
  GitLab|Bitbucket|CircleCI|Fastly|Akamai|imgix|ElevenLabs|Hugging Face|AssemblyAI|Weaviate|Qdrant|
  MongoDB Atlas|PlanetScale|BigQuery|Tableau|Power BI|NetSuite|Workday|Personio|Avalara|TaxJar|Plivo|
  Infobip|WhatsApp|Telegram|reCAPTCHA|hCaptcha|OpenStreetMap|Nominatim|TomTom|Xendit|Worldpay|
  Checkout.com|Authorize.net|PayFast|Paystack|Flutterwave|Dodo Payments|Payoneer|Cashfree|AWS KMS|
  AWS Lambda|AWS SQS|AWS SNS|CloudFront|Cloudflare Workers|Confluent|RabbitMQ Cloud|Zapier|Airtable|
  Dropbox|Google Drive|Google Calendar|Google Pub/Sub|Microsoft Teams|Outlook|Gmail|Lob|Zuora|Recurly|
  Worldline|SumUp|Twitch|Vimeo|Pinterest|Snapchat|Shopware|WooCommerce|Magento
`);

/** What a text calls a vendor. */
export interface VendorName {
  readonly text: string;
  readonly vendor: string;
  /** Id of its sheet. */
  readonly id: string | null;
}

export interface FoundName extends VendorName {
  readonly start: number;
  readonly end: number;
}

const LATIN = /[A-Za-z0-9\u00c0-\u024f]+/g;
const isLatin = (c: string | undefined) => c !== undefined && /[A-Za-z0-9_\u00c0-\u024f]/.test(c);
/** "S3-compatible" names an interface, and somebody else who offers it. */
const COMPATIBLE = /^[- ](?:compatib|kompatib)/i;

/** Lower case, letter for letter: `toLowerCase` makes two of some. */
export const lower = (text: string): string => {
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded : text.replace(/[A-Z]/g, (c) => c.toLowerCase());
};

/**
 * All names of vendors, by their first word. An index, because a pattern of hundreds of names takes longer to
 * compile than documents to read.
 */
export class VendorNames {
  readonly #byFirst = new Map<string, VendorName[]>();
  readonly #known = new Map<string, VendorName>();
  readonly #short = new Set<string>();
  readonly #ofSheet = new Map<string, string[]>();

  constructor(catalog: ServiceCatalog) {
    for (const { id, name, aliases } of catalog.sheets) {
      // A sheet that is called after the first word of its name is meant by that word: HERE, LINE.
      const [first] = name.split(' ');
      for (const text of [name, ...aliases, ...(lower(first!) === id ? [first!] : [])])
        if (text.length > 1) this.add(text, name, id);
    }
    for (const text of WITHOUT_SHEET) this.add(text, text, null);
  }

  add(text: string, vendor: string, id: string | null): void {
    const key = lower(text);
    const first = key.match(LATIN)?.[0] ?? key.slice(0, 1);
    if (this.#known.has(key) || !key.startsWith(first)) return;
    const name = { text, vendor, id };
    this.#known.set(key, name);
    if (id !== null) append(this.#ofSheet, id, text);
    const same = this.#byFirst.get(first);
    if (!same) this.#byFirst.set(first, [name]);
    else
      same.splice(
        same.findIndex((n) => n.text.length <= text.length) < 0
          ? same.length
          : same.findIndex((n) => n.text.length <= text.length),
        0,
        name,
      );
  }

  /** The first word of a vendor's name: it names the vendor in structured places only. */
  addShort(text: string, vendor: string): void {
    const key = lower(text);
    if (this.#known.has(key)) return;
    this.#short.add(key);
    this.add(text, vendor, null);
  }

  /** Names and aliases of a sheet. */
  of(id: string | null): string[] {
    return id === null ? [] : (this.#ofSheet.get(id) ?? []);
  }

  get(text: string): VendorName | null {
    return this.#known.get(lower(text.trim())) ?? null;
  }

  /**
   * A name as a structured place writes it: one that is known, one that begins with a known name (`Anthropic
   * Claude`), or a new one. Null for what is no name.
   */
  named(written: string): VendorName | null {
    const text = written
      .replace(/["“”„']/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (
      !/^[\p{L}\p{N}]/u.test(text) ||
      text.length > 50 ||
      text.split(' ').length > 5 ||
      !/\p{Lu}|[^\x00-\x7f]/u.test(text)
    )
      return null;
    const known =
      this.get(text) ??
      this.find(text, true).find((n) => n.start === 0 && n.id !== null && !COMMON.has(lower(n.text))) ??
      null;
    return known ?? { text, vendor: text, id: null };
  }

  /** Names that stand in a text as whole words, the longest at each place. In prose, common words are none. */
  find(text: string, isStructured: boolean): FoundName[] {
    const folded = lower(text);
    // Most texts name nobody.
    if (!folded.match(LATIN)?.some((word) => this.#byFirst.has(word))) return [];
    const found: FoundName[] = [];
    let end = 0;
    LATIN.lastIndex = 0;
    for (const { 0: word, index } of folded.matchAll(LATIN)) {
      if (index < end || isLatin(text[index - 1])) continue;
      const name = this.#byFirst.get(word)?.find((n) => this.#stands(n, text, folded, index, isStructured));
      if (!name) continue;
      end = index + name.text.length;
      found.push({ ...name, start: index, end });
    }
    return found;
  }

  #stands({ text: name }: VendorName, text: string, folded: string, index: number, isStructured: boolean): boolean {
    const key = lower(name);
    if (!folded.startsWith(key, index)) return false;
    const end = index + name.length;
    if (isLatin(text[end]) || COMPATIBLE.test(text.slice(end, end + 12))) return false;
    const written = text.slice(index, end);
    // Addresses and file names are no mentions: `stripe.com`, `/webhooks/stripe`, `@stripe/stripe-js`.
    if (
      (/^[.]\w|^\//.test(text.slice(end, end + 2)) && !name.includes('/')) ||
      (/[@/.\\-]/.test(text[index - 1] ?? '') && !/^\s|^$/.test(text[index - 2] ?? ''))
    )
      return false;
    if (COMMON.has(key) || this.#short.has(key)) return isStructured && written === name;
    if (WORDS.has(key)) return written === name && (isStructured || !startsSentence(text, index));
    // A name of three letters or fewer is an abbreviation: in capitals.
    return written === name || (name.length > 3 && /[a-z]/.test(name) && !/^[A-Z]{2,}$/.test(name));
  }
}

const NEW_SENTENCE = new RegExp(`(?:^|[.!?:|]\\s)[^\\d${LETTERS}]*$`);
const startsSentence = (text: string, index: number) =>
  NEW_SENTENCE.test(text.slice(Math.max(0, index - 6), index)) &&
  /^\S+\s+(?:the|a|an|of|all|any|it|this|that|to|is|codes?)\b/i.test(text.slice(index, index + 60));

export const isCommonWord = (name: string): boolean => COMMON.has(lower(name)) || WORDS.has(lower(name));
