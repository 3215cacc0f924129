import { append } from '../append.ts';
import { findQuantities } from '../quantities/index.ts';
import { isBudget, isEarned, moneyOf, planOf, withoutMoney } from './costs.ts';
import { isApiDetail, quoteOf, type InputCode, type InputLine } from './documents.ts';
import { isPhaseLine } from './features.ts';
import { CONTEXT, COST_LABEL, hasRate, MAY_STATE, piecesOf, TIME, type Piece } from './pieces.ts';
import type { Constraint, ConstraintKind } from './types.ts';
import type { VendorNames } from './vendor-names.ts';
import { anyOf, LETTERS, wholly } from '../words.ts';

const has = (text: string, words: RegExp) => words.test(text);
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
  `(?<![\\d.,$€£])(?:\\d{1,3}(?:[,.]\\d{3})+|\\d{4,})\\s+(?!(?:ms|s|px|lines|loc)\\b)[${LETTERS}]{3,}|` +
    `\\d\\s*(?:million|Millionen|Mio\\.?)\\s+[${LETTERS}]{3,}`,
);
/** "30 photos × 3" */
const TIMES = new RegExp(`\\d\\s+[${LETTERS}]+\\s*[×x]\\s*≈?\\s*\\d`);
const VOLUME_LABEL = wholly(`
    expected load|users|nutzer|concurrent users|data volume|volumes?|load|traffic|throughput|usage|mengen|
    mengengerüst|last|datenvolumen|volumen
  `);
const VOLUME_TITLE = /\b(?:performance considerations|volumes?|mengengerüst|performance)\b/;
/** Whose limit it is: volumes belong to nobody. */
const EACH_CALLER =
  /\b(?:per|pro|je) (?:user|ip|shipper|customer|tenant|client|session|key|address|account|nutzer|kunde|mandant)\b/;
const PERFORMANCE = anyOf(`
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
const JOB = anyOf(`
    job|cron|nightly|daily|batch|sync|rebuild|import|export|backup|run|start|finished|hand(?:ed)?[- ]?off|
    planned|nachts|täglich|quiet|cut-off|hours
  `);
const ON_CALL = /\b(?:on-?call|rota|support hours|day and night|24\/7|bereitschaft|rufbereitschaft|pager)\b/;
const DATE = /\b20\d\d-\d\d(?:-\d\d)?\b|\bweeks? \d{1,2}\b|\bQ[1-4] 20\d\d\b|\bKW ?\d{1,2}\b/i;
const duration = ({ values }: Pick<Piece, 'values'>) => values.some((v) => v.kind === 'duration');

/**
 * The kinds in order: the first that fits is a piece's own. Words only choose among classes of numbers; a piece
 * without a number or a name is none.
 */
const KINDS: readonly (readonly [ConstraintKind, (piece: Piece, names: VendorNames | null) => boolean])[] = [
  ['budget', (p, names) => (COST_LABEL.test(p.label) && CONTEXT.has(p.line.section)) || isBudget(p, names)],
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
  `
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
  if (isEarned(piece)) return false;
  const rest = withoutMoney(piece);
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

function isVolumePlace({ line, label, title }: Piece): boolean {
  return (
    // What Section 4 asks of our own API is an objective, and nobody's count.
    (VOLUME_LABEL.test(label) && line.section !== '4') ||
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
export function constraintsOf(
  lines: readonly InputLine[],
  code: readonly InputCode[] = [],
  names: VendorNames | null = null,
): Constraint[] {
  const found: Constraint[] = code.flatMap(commentsOf);
  const seen = new Set<string>();
  /** What stands above a list, and says what its items are. */
  let lead = '';
  for (const line of lines) {
    if (line.begins !== 'item') lead = line.kind === 'text' ? line.text.slice(0, 100) : '';
    if (
      line.kind === 'heading' ||
      !MAY_STATE.test(line.text) ||
      isApiDetail(line) ||
      isPhaseLine(line) ||
      /^\W*phase \d[^:]*:?\**$/i.test(line.text)
    )
      continue;
    const byKind = new Map<ConstraintKind, string[]>();
    for (const piece of piecesOf(line, lead)) {
      for (const each of kindsOf(piece, names, byKind.has('budget'))) {
        const plan = each === 'budget' ? planOf(piece, names) : null;
        if (plan !== null && seen.has(plan)) continue;
        if (plan !== null) seen.add(plan);
        append(byKind, each, piece.text);
      }
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

function kindsOf(piece: Piece, names: VendorNames | null, isBehindBudget: boolean): ConstraintKind[] {
  const kind = KINDS.find(([, fits]) => fits(piece, names))?.[0];
  // A job's time, and how much it handles.
  if (kind === 'schedule' && isNumerous(piece)) return [kind, 'volume'];
  // "Ceiling $1,500 a month; planned sum about $730": a sum behind a budget belongs to it.
  if (kind === undefined && isBehindBudget && moneyOf(piece).length > 0) return ['budget'];
  return kind ? [kind] : [];
}
