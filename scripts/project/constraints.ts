import { findQuantities, type Found } from '../quantities/index.ts';
import { isApiDetail, quoteOf, type InputCode, type InputLine } from './documents.ts';
import { isPhaseLine } from './features.ts';
import type { Constraint, ConstraintKind } from './types.ts';
import { anyOf, LETTERS, wholly } from '../words.ts';

/** A part of a line that says one thing: a sentence, or what stands between semicolons. */
interface Piece {
  readonly text: string;
  readonly folded: string;
  readonly values: readonly Found[];
  /** It states how often, or how much in what time. */
  readonly rate: boolean;
  readonly line: InputLine;
  /** Titles of its headings and its label, in lower case. */
  readonly title: string;
  readonly label: string;
}

const has = (text: string, words: RegExp) => words.test(text);
const CONTEXT = new Set(['architecture', '1', '2', '8', '9', '10']);
const PERIOD =
  '(?:seconds?|minutes?|hours?|days?|nights?|mornings?|evenings?|weekdays?|weeks?|months?|quarters?|years?|sekunden?|minuten?|stunden?|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahr(?:e|en)?)';
/** "20,000 bookings a month", "50 messages/s", "1,600 monthly"; in lower case. */
const RATE = new RegExp(
  `\\d[\\d.,]*\\s*(?:k|m|million|mio\\.?|tsd\\.?)?\\s*(?:[${LETTERS}'’-]+\\s+){0,5}` +
    `(?:an?|per|each|every|pro|je|in jeder|a peak)\\s+${PERIOD}\\b|` +
    `\\d[\\d.,]*\\s*(?:k|m)?\\s*[${LETTERS}-]*\\s?/\\s?(?:s|sec|min|h|d|day|month|tag|monat)\\b|` +
    `\\d[\\d.,]*\\s+[${LETTERS} -]{0,30}(?:daily|weekly|monthly|yearly|täglich|monatlich)\\b`,
);
/** Without a word for a time there is no rate: most pieces have none. */
const TIME =
  /second|minute|hour|day|night|morning|evening|week|month|quarter|year|sekunde|stunde|tag|woche|monat|jahr|\/|ly\b|lich/i;
const hasRate = (text: string) => TIME.test(text) && RATE.test(text.toLowerCase());
/** What happens so many times for each of something, and large counts of things. */
const PER_THING = new RegExp(
  `\\b(?:two|three|four|five|six|seven|eight|nine|ten) [^.;,]{1,40}\\bper [${LETTERS}]{3,}|` +
    `\\b(?:per|each|pro|je)\\s+[${LETTERS}]{3,}[^.;]{0,60}\\d|` +
    `\\d[\\d.,]*\\s+[^.;,]{1,40}\\b(?:per|each|pro|je)\\s+[${LETTERS}]{3,}|` +
    `\\d\\s*[kKMG]i?B each\\b|\\d\\s+[${LETTERS}]+\\s*[×x]\\s*≈?\\s*\\d`,
);
/** So many people, or accounts of people. */
const PEOPLE =
  /(?<![\d:])\d(?:[\d.,]*\d)?\s+(?:[A-Za-zÀ-ÿ-]+\s+){0,3}(?:users?|members?|customers?|staff|employees|technicians|people|accounts|tenants|subscribers|sellers|buyers|drivers|nutzer|kunden|mitglieder|mitarbeiter)\b/i;
const COUNT = new RegExp(
  `(?<![\\d.,$€£])(?:\\d{1,3}(?:[,.]\\d{3})+|\\d{4,})\\s+(?!ms\\b|s\\b|px\\b)[${LETTERS}]{3,}|` +
    `\\d\\s*(?:million|Millionen|Mio\\.?)\\s+[${LETTERS}]{3,}`,
);
/** "30 photos × 3" */
const TIMES = new RegExp(`\\d\\s+[${LETTERS}]+\\s*[×x]\\s*≈?\\s*\\d`);
const VOLUME_LABEL = wholly(String.raw`
    expected load|users|nutzer|concurrent users|data volume|volumes?|load|traffic|throughput|usage|mengen|
    mengengerüst|last|datenvolumen|volumen
  `);
const VOLUME_TITLE = /\b(?:performance considerations|volumes?|mengengerüst|performance)\b/;
/** Whose limit it is: volumes belong to nobody. */
const EACH_CALLER =
  /\b(?:per|pro|je) (?:user|ip|shipper|customer|tenant|client|session|key|address|account|nutzer|kunde|mandant)\b/;
const PERFORMANCE = anyOf(String.raw`
    performance requirements?|response time|latency|timeouts?|throughput|availability|slo|sla|service levels?|
    performance targets?|antwortzeit|verfügbarkeit
  `);
const LIMIT =
  /\b(?:limit(?:s|ed|iting)?|at most|max(?:imum|imal|\.)?|up to|no more than|höchstens|bis zu|begrenzt|throttl\w*|quota)\b|≤/;
const LATENCY =
  /\bp(?:50|75|9\d)(?:\.\d)?\b|\b(?:within|below|under|less than|at most|latency|response time|slo|sla|innerhalb|binnen|unter|spätestens|timeout|load time)\b|[<≤]/;
const AVAILABLE = /\b(?:uptime|availability|available|verfügbar\w*|slo|sla|objective|target)\b/;
const KEEP = anyOf(String.raw`
    retention|retain(?:ed)?|kept for|keep \d|stays? \d|stored for|deleted?|purged?|blanked|aufbewahr\w*|gelöscht|
    löschen|bleib\w*|unused|erased|anonymi[sz]ed|pseudonymi[sz]ed|sliding|se borran|conserv\w*
  `);
const ROTATE = /\b(?:rotat\w*|rotation|changed (?:once|every)|renew(?:ed|al)?|erneuer\w*)\b/;
const STORE =
  /\b(?:vault|1password|secrets? managers?|secrets? stores?|key vault|kms|doppler|infisical|sops|sealed secrets|parameter store|secrets? (?:live|are|stay)|env file)\b|\/etc\/[\w/.-]+/;
const REGION = /`?\b(?:us|eu|ca|ap|sa|af|me|uk|il)-(?:[a-z]{4,9}|gov-[a-z]+)-\d\b|\b(?:EU|EEA|EWR)\b/;
const STAYS = anyOf(String.raw`
    data|residency|stor(?:e|ed|age)|stays?|host(?:ed|ing)?|region|only|process\w*|transfer\w*|project|bleib\w*|
    daten|server
  `);
const CLOCK = /(?<![\d:T-])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])/;
const JOB = anyOf(String.raw`
    job|cron|nightly|daily|batch|sync|rebuild|import|export|backup|run|start|finished|hand(?:ed)?[- ]?off|
    planned|nachts|täglich|quiet|cut-off|hours
  `);
const ON_CALL = /\b(?:on-?call|rota|support hours|day and night|24\/7|bereitschaft|rufbereitschaft|pager)\b/;
const DATE = /\b20\d\d-\d\d(?:-\d\d)?\b|\bweeks? \d{1,2}\b|\bQ[1-4] 20\d\d\b|\bKW ?\d{1,2}\b/i;
const SPEND =
  /\b(?:budgets?|costs?|ceiling|spend(?:ing)?|kosten\w*|kostenrahmen|presupuesto|coste?s?|budgété|orçamento|bilancio|予算)\b|予算/i;
const COST_LABEL = /^(?:cost considerations|costs?|budget|kosten|monthly cost|preis|kostenrahmen)$/;

const isMoney = ({ kind, value }: Found) => kind === 'money' && 'currency' in value && value.currency !== null;
const duration = ({ values }: Pick<Piece, 'values'>) => values.some((v) => v.kind === 'duration');

/**
 * The kinds in order: the first that fits is a piece's own. Words only choose among classes of numbers; a piece
 * without a number or a name is none.
 */
const KINDS: readonly (readonly [ConstraintKind, (piece: Piece) => boolean])[] = [
  ['budget', (p) => (COST_LABEL.test(p.label) && CONTEXT.has(p.line.section)) || isBudget(p)],
  ['on-call', (p) => has(p.folded, ON_CALL)],
  ['rotation', (p) => has(p.folded, ROTATE) && (duration(p) || /\b(?:once a|each|every|jedes|alle)\b/.test(p.folded))],
  ['retention', (p) => has(p.folded, KEEP) && duration(p) && !has(p.folded, /\bp9\d\b/)],
  ['residency', (p) => has(p.text, REGION) && has(p.folded, STAYS)],
  ['secret-store', (p) => has(p.folded, STORE) || /\bsecrets?\b/.test(p.label)],
  [
    'schedule',
    (p) =>
      (has(p.text, CLOCK) && (has(p.folded, JOB) || p.line.cells !== null)) ||
      /`[\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+`/.test(p.line.source),
  ],
  ['limit', (p) => isLimit(p)],
  ['volume', (p) => isVolumePlace(p) && /\d/.test(p.text) && isCounted(p)],
  ['objective', (p) => isObjective(p)],
  ['volume', (p) => !/^[56]$/.test(p.line.section) && p.label !== 'throughput' && isNumerous(p)],
  ['date', (p) => CONTEXT.has(p.line.section) && p.line.section !== 'architecture' && has(p.text, DATE)],
];

const isFeature = (section: string) => /^3|^[A-Z]/.test(section);
const COUNTED = new Set(['architecture', '1', '8']);
const COUNTED_NAME = anyOf(
  String.raw`
    monthly|daily|weekly|yearly|users?|members?|customers?|buyers?|sellers?|vendors?|orders?|transactions?|
    requests?|bookings?|sessions?|messages?|nutzer|kunden|bestellungen
  `,
  'i',
);
const PLAIN_NUMBER = /^[≈~<>≥≤]?\s?\d[\d.,]*\s?(?:k|m|million)?\+?$/i;
/** `| Monthly transactions | 200+ |` */
const isCountRow = ({ cells, section }: InputLine) =>
  cells !== null &&
  (isFeature(section) || COUNTED.has(section)) &&
  COUNTED_NAME.test(cells[0] ?? '') &&
  cells.slice(1).some((c) => PLAIN_NUMBER.test(c));

/** A rate of something, or a count of thousands; sums of money aside. */
function isNumerous(piece: Piece): boolean {
  const { text, line } = piece;
  if (isCountRow(line)) return true;
  if (!TIME.test(text) && !/\d{4}|\d[,.]\d{3}|illion|Mio|peak factor|[×x]\s*≈?\s*\d/i.test(text) && !PEOPLE.test(text))
    return false;
  if (isFeature(line.section) && TIMES.test(text)) return true;
  const rest = MAY_COST.test(text) ? piece.values.filter(isMoney).reduce((t, v) => t.replace(v.text, ''), text) : text;
  return (
    hasRate(rest) ||
    /\bpeak factor\b/i.test(rest) ||
    ((has(rest, COUNT) || has(rest, PEOPLE)) &&
      (isFeature(line.section) || COUNTED.has(line.section)) &&
      line.checked === null)
  );
}
const isCounted = ({ text, rate, line, label }: Piece) =>
  VOLUME_LABEL.test(label) || rate || has(`${line.label}: ${text}`, PER_THING) || has(text, COUNT);

function isLimit({ text, folded, rate, label, line }: Piece): boolean {
  if (!/\d/.test(text) || line.section === '5' || VOLUME_LABEL.test(label)) return false;
  if (rate && (has(folded, EACH_CALLER) || /\blimit/.test(label))) return true;
  return (
    has(folded, LIMIT) &&
    ((rate && /\blimit|\bquota|\bmax|\bat most|\bhöchstens/.test(line.checked === null ? folded : `${folded} limit`)) ||
      /\d\s*(?:[kKMG]i?B|MB)\b/.test(text) ||
      (/\blimit|\bquota/.test(folded) && !/[$€£]/.test(text)))
  );
}

const HOUR_MS = 3_600_000;

function isObjective(piece: Piece): boolean {
  const { text, folded, label, title, line } = piece;
  if (
    line.section === '5' ||
    !(LATENCY.test(folded) || PERFORMANCE.test(`${label} ${title}`) || AVAILABLE.test(`${folded} ${label} ${title}`))
  )
    return false;
  const { values } = piece;
  const about = `${label} ${/performance|slo|service level|objective/.test(title) ? title : ''}`;
  const short = values.some((v) => v.value.kind === 'duration' && Number(v.value.ms) <= HOUR_MS);
  const percentile = /\bp(?:50|75|9\d)(?:\.\d)?\b/.test(folded);
  if (label === 'throughput' || (duration({ values }) && has(about, PERFORMANCE))) return true;
  if (short && (percentile || has(folded, LATENCY)))
    return (
      percentile ||
      line.checked !== null ||
      line.cells !== null ||
      VOLUME_TITLE.test(title) ||
      /\bbudget|\bslo\b|\btarget|≤|</.test(folded) ||
      (isFeature(line.section) && /\bwithin|\bunder|\bbelow|\binnerhalb/.test(folded))
    );
  return (
    values.some((v) => v.kind === 'percentage') &&
    has(`${folded} ${about}`, AVAILABLE) &&
    /\b9\d(?:[.,]\d+)?\s?%/.test(text)
  );
}

const MAY_COST = /[€$£¥₹%]|\b(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|cents?)\b/i;

function isBudget(piece: Piece): boolean {
  const { text, folded, title, label, line } = piece;
  if (!MAY_COST.test(text)) return false;
  const money = piece.values.filter(isMoney);
  const words = has(folded, SPEND) || has(title, SPEND) || has(label, SPEND);
  if (!CONTEXT.has(line.section)) return money.length > 0 && /\bbudget|\bpresupuesto|予算/.test(`${folded} ${label}`);
  if (words) return money.length > 0 || (/%/.test(folded) && /\b(?:of|des|der)\b/.test(folded));
  // A sum a month in the documents about the whole is what something costs.
  return money.some(({ value }) => 'period' in value && value.period !== null);
}

function isVolumePlace({ line, label, title }: Piece): boolean {
  return (
    VOLUME_LABEL.test(label) ||
    ((isFeature(line.section) || (line.section === 'architecture' && VOLUME_LABEL.test(title))) &&
      VOLUME_TITLE.test(title)) ||
    (line.section === '8' && VOLUME_LABEL.test(label))
  );
}

/** Comments of code that say how long something is kept. */
function commentsOf({ text, place, section }: InputCode): Constraint[] {
  return text.split('\n').flatMap((line, i): Constraint[] => {
    const comment = /^\s*(?:--|\/\/|#)\s*(.{8,200})$/.exec(line)?.[1];
    if (
      !comment ||
      !/\d/.test(comment) ||
      !KEEP.test(comment.toLowerCase()) ||
      !findQuantities(comment).some((v) => v.kind === 'duration')
    )
      return [];
    return [{ kind: 'retention', text: comment, place: { ...place, line: place.line + i, column: 1 }, section }];
  });
}

/**
 * Numbers and rules of the inputs that Section 7 has to keep: each piece once, pieces of one kind in a line
 * together.
 */
export function constraintsOf(lines: readonly InputLine[], code: readonly InputCode[] = []): Constraint[] {
  const found: Constraint[] = code.flatMap(commentsOf);
  const seen = new Set<string>();
  for (const line of lines) {
    if (
      line.kind === 'heading' ||
      !MAY_STATE.test(line.text) ||
      isApiDetail(line) ||
      isPhaseLine(line) ||
      /^\W*phase \d[^:]*:?\**$/i.test(line.text)
    )
      continue;
    const byKind = new Map<ConstraintKind, string[]>();
    for (const piece of piecesOf(line)) {
      const kind = KINDS.find(([, fits]) => fits(piece))?.[0];
      // A job's time, and how much it handles.
      const kinds = kind === 'schedule' && isNumerous(piece) ? [kind, 'volume' as const] : kind ? [kind] : [];
      for (const each of kinds) byKind.set(each, [...(byKind.get(each) ?? []), piece.text]);
    }
    for (const [kind, texts] of byKind) {
      const text = `${line.label !== '' && !texts[0]!.startsWith(line.label) ? `${line.label}: ` : ''}${texts.join('; ')}`;
      const key = `${kind}\n${text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ kind, ...quoteOf(line, text) });
    }
  }
  return found;
}

/** What may be a rule without a number in it. */
const WITHOUT_NUMBER =
  /\b(?:vault|1password|secrets?|kms|doppler|infisical|sops|parameter store|env file|rotat\w*|rotation|on-?call|rota|bereitschaft|rufbereitschaft|day and night|changed (?:once|every)|renew\w*|erneuer\w*|EU|EEA|EWR)\b|\/etc\//i;
/** Most lines state nothing of this. */
const MAY_STATE = new RegExp(`\\d|\\b(?:cost|budget|kosten)|${WITHOUT_NUMBER.source}`, 'i');
const LONGEST = 2000;

function* piecesOf(line: InputLine): Iterable<Piece> {
  const title = (line.titles[0] ?? '').toLowerCase();
  const label = line.label.toLowerCase();
  const whole = (line.cells ? line.text : line.value).slice(0, LONGEST);
  // A row and a list of costs say one thing.
  const parts = line.cells || COST_LABEL.test(label) ? [whole] : whole.split(/;\s|[.!?]\s+(?=[\dA-ZÀ-ÖØ-Þ])/);
  for (const part of parts) {
    const text = part.trim();
    if (text === '') continue;
    if (!/\d/.test(text) && !COST_LABEL.test(label) && label !== 'secrets' && !WITHOUT_NUMBER.test(text)) continue;
    let values: readonly Found[] | undefined;
    let rate: boolean | undefined;
    const folded = text.toLowerCase();
    const hasDigit = /\d/.test(text);
    yield {
      text,
      folded,
      line,
      title,
      label,
      get values() {
        return (values ??= hasDigit ? findQuantities(text) : []);
      },
      get rate() {
        return (rate ??= hasDigit && hasRate(text));
      },
    };
  }
}
