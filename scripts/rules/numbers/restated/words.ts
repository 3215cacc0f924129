import { ANY_MARK, MARK } from './marks.ts';
import { DURATION, durationOr, RATE } from './written.ts';

/**
 * The quantities that a section states twice: where each has its home, and by which words a sentence names it, in English and German.
 * In a pattern `%D` `%N` `%M` `%R` `%O` stand for a duration, a count, money, a rate and an ordinal; `~` for up to 40 characters of the same clause.
 */
export interface Quantity {
  /** What the message calls it. */
  readonly noun: string;
  /** Homes that a sentence may mean by it: ids of homes.ts. */
  readonly homes: readonly string[];
  /** A sentence in which no word begins like one of these is not looked at; a space at the end ends the word. Most sentences cost no pattern, which would have to be compiled. */
  readonly cue: readonly string[];
  readonly says: readonly string[];
  /** The sentence must also have this, unless it stands in one of the parts, fields or sections `within`. */
  readonly needs?: RegExp;
  readonly within?: readonly string[];
  /** The sentence speaks of another thing. */
  readonly not?: RegExp;
  /** The same, where it stands before the value in its clause: "the session times out after 30 min". No obstacle where an operation is named. */
  readonly notBefore?: RegExp;
  /** Of a sentence that names no service: what it says is about a part of ours. */
  readonly notOurs?: RegExp;
  /** The home is itself a bound, so that "within" and "at most" restate it. */
  readonly bound?: boolean;
  /** Two retries are three attempts; writers call either "retried twice". */
  readonly retries?: boolean;
}

const OTHERS = /\b(?:session|lock|lease|cache|database|quer(?:y|ies)|SQL|PostgreSQL|Redis|queue|jobs?|workers?|builds?|CI|deploy\w*|browser|page|screen|form|idle|keep-?alive|DNS|health|probe|cookie|cart|household|users?|customers?|members?|consumer|reservation|exports?|imports?|uploads?|downloads?|backfill|reconciliation|reports?|migration|batch|nightly|comparison|tests?|suite|pipeline|script|person|operator|support|on call|Export|Import|Abgleich|Sitzung|Sperre|Datenbank|Warteschlange|Nutzer|Benutzer|Kunden?)\b/i;
const DELIVERY = /\b(?:webhooks?|deliver(?:y|ies|ed|s)?|redeliver\w*|events?|Zustell\w+|Ereignis\w*|login|log-?in|password|PIN|OTP|Anmelde\w*)\b/i;

/** Where events that have arrived are worked off. */
const CONSUMER = /\b(?:DLQ|dead[- ]letter|inbox|Posteingang)\b/i;

export const QUANTITIES: readonly Quantity[] = [
  {
    noun: 'connect timeout', homes: ['connect'], cue: ['connect', 'verbindung'], not: DELIVERY, notBefore: OTHERS,
    says: ['connect(?:ion)?[ -]time-?outs?(?: of| is| at|:)? %D', '%D connect(?:ion)?[ -]time-?out', '%D (?:for|to) (?:the )?connect(?:ion|ing)?', 'connects? within %D', 'Verbindungs-?(?:timeout|aufbau)~%D'],
  },
  {
    noun: 'read timeout', homes: ['read'], cue: ['read', 'lese'], not: DELIVERY, notBefore: OTHERS,
    says: ['read[ -]time-?outs?(?: of| is| at|:)? %D', '%D read[ -]time-?out', 'Lese-?timeout~%D'],
  },
  {
    noun: 'total', homes: ['total'], cue: ['total', 'overall', 'end', 'whole', 'deadline', 'give', 'gave', 'giving', 'budget', 'gesamt', 'gibt'], not: DELIVERY, notBefore: OTHERS,
    says: [
      '(?:total|overall|end-to-end|whole) (?:time-?out|time|deadline|duration|call|wait)s?~%D', '(?:time|latency|call) budget (?:of|is) %D', '(?:call|request|retry|total) deadline (?:of|is) %D', '(?:gives?|gave|given|giving) up after %D', 'after %D~(?:gives?|gave|given|giving) up',
      'Gesamt(?:zeit|-?timeout|dauer|frist|-?deadline)~%D', 'gibt ~nach %D auf',
    ],
  },
  {
    noun: 'total', homes: ['total'], cue: ['total ', 'overall', 'in all', 'altogether', 'insgesamt'], not: DELIVERY, notBefore: OTHERS,
    needs: /\b(?:calls?|requests?|attempts?|retr\w+|time-?outs?|Aufrufe?n?|Versuche?n?|Anfragen?)\b/i,
    says: ['(?:in total|overall|in all|altogether|insgesamt) %D', '%D (?:in total|overall|in all|altogether|insgesamt)'],
  },
  {
    noun: 'timeout', homes: ['read', 'total', 'connect'], cue: ['time', 'abort', 'cancel', 'abandon', 'cut off', 'call', 'request', 'client', 'abgebrochen', 'bricht', 'läuft', 'wird', 'werden'], not: DELIVERY, notBefore: OTHERS,
    says: [
      'time[sd]? out (?:after|at|in) %D', 'time-?outs?(?: \\w+){0,2}? (?:of|is|are|at|to|after) %D', 'time-?outs?:? %D', '%D time-?outs?', '(?:is |are |gets? )?(?:aborted|cancel+ed|abandoned|cut off) after %D',
      'after %D (?:the |each |every |our )?(?:call|request|client) (?:is aborted|is cancel+ed|gives up|times out|is given up)',
      'Time-?outs? (?:von|nach|ist|beträgt|liegt bei) %D', '(?:wird|werden) nach %D abgebrochen', 'nach %D (?:wird|werden)~abgebrochen', 'bricht ~nach %D ab', 'läuft nach %D in (?:einen|den) Time-?out',
    ],
  },
  {
    noun: 'attempts', homes: ['attempts'], cue: ['attempt', 'tries', 'tried', 'versuch'], not: DELIVERY, notBefore: OTHERS, notOurs: CONSUMER,
    says: [
      '%N (?:(?:failed|unsuccessful|vain|total|calls?|API|sending|retry|such|consecutive) )?(?:attempts|tries|attempt)\\b', '(?:attempts|tries)(?: of|:| =| is) %N', '(?:tried|attempted) (?:at most |up to )?%N times',
      'after the %O (?:failed |unsuccessful |vain )?attempt', '%N (?:(?:erfolglose|vergebliche|gescheiterte|fehlgeschlagene)n? )?Versuche?n?\\b', '%N times versucht', 'nach dem %O (?:(?:erfolglosen|vergeblichen|gescheiterten) )?Versuch\\b',
    ],
  },
  {
    noun: 'retries', homes: ['attempts'], cue: ['retr', 'maxretr', 'repeat', 'wiederhol'], not: DELIVERY, notBefore: OTHERS, notOurs: CONSUMER, retries: true,
    says: ['max_?retries ?[:=] ?%N', '%N (?:(?:automatic|further|more|additional) )?(?:retries|retry|repeats)\\b', '(?:retr(?:y|ies|ied)|repeats?|repeated)(?: (?:at most|up to|it|them|the call))?(?: \\w+)? %N times', 'wiederholt ~%N times', '%N times wiederholt', '%N (?:weitere |automatische )?Wiederholung(?:en)?\\b'],
  },
  {
    noun: 'acknowledge deadline', homes: ['acknowledge'], bound: true, within: ['webhook', 'webhooks', '7.O.3'], cue: ['acknowledg', 'answer', 'respond', 'repl', 'return', 'quittier', 'antwort', 'beantwort', 'bestätig'],
    needs: /\b(?:webhooks?|events?|deliver(?:y|ies|ed|s)?|2xx|20[0-9]|acknowledg\w*|receiver|handler|quittier\w*|Zustell\w+|Ereignis\w*)\b/i,
    not: /\b(?:expects?|allows?|waits?|requires?|demands?|wants?|gives us|promises|P9\d|p9\d|alert|support|person|on call|ticket|erwartet|verlangt|wartet|erlaubt|fordert|Support|household|users?|customers?)\b/i,
    says: [
      '(?:acknowledg\\w+|answers?|answered|responds?|replie[sd]|reply|returns?)~(?:within|in|after) %D', 'acknowledg\\w+ (?:deadline|window|time|within)(?: of| is|:)? %D', 'within %D(?! (?:of|after|from) )~(?:acknowledg|answer|respond|2xx|200)',
      '(?:quittier|antworte|bestätig|beantworte)\\w*~(?:innerhalb von|binnen|in|nach) %D', '(?:innerhalb von|binnen|in) %D~(?:quittier|(?:be)?antworte|bestätig)', '(?:quittier|antworte|bestätig|beantworte)\\w* %D',
    ],
  },
  {
    noun: 'replay window', homes: ['replay'], bound: true, within: ['webhook', 'webhooks', '7.O.3'], cue: ['older', 'later', 'replay', 'tolerance', 'älter', 'toleranz'],
    needs: /\b(?:timestamps?|signatur\w*|signed|replay\w*|tolerance|Zeitstempel|Toleranz|Wiedereinspiel\w*)\b/i, not: /\b(?:delet|purg|archiv|lösch|reconcil|list|kept|keep|remov|rows?)\w*/i,
    says: ['(?:older|later) than %D', 'replay[ -](?:window|tolerance|protection)(?: of| is|:)? %D', '(?:timestamp |clock )?tolerance(?: of| is|:)? %D', '%D (?:replay window|tolerance)', 'älter als %D', 'Toleranz(?:fenster)?(?: von|:)? %D', 'Replay-(?:Fenster|Schutz)(?: von|:)? %D'],
  },
  {
    noun: 'failures that open the breaker', homes: ['breakerFailures'], cue: ['open', 'trip ', 'trips ', 'öffnet', 'offen'], within: ['breaker', 'circuitBreakers'], needs: /\b(?:breaker|circuit|Unterbrecher|Schutzschalter)/i,
    says: ['(?:opens?|trips?) (?:after|at|on) %N (?:\\w+ )?(?:failures|errors|failed calls)', 'after %N (?:\\w+ )?(?:failures|errors|failed calls)~(?:opens?|trips?)', 'öffnet ~nach %N (?:[\\wÀ-ÿ]+ )?Fehle', 'nach %N (?:[\\wÀ-ÿ]+ )?Fehle\\w*~(?:öffnet|offen)'],
  },
  {
    noun: 'time until half-open', homes: ['halfOpen'], cue: ['half', 'open', 'prob', 'tries again', 'tested', 'halb', 'bleibt'], within: ['breaker', 'circuitBreakers'], needs: /\b(?:breaker|circuit|half-?open|Unterbrecher|Schutzschalter|halb ?offen)/i, not: /\b(?:alert\w*|alarm\w*|pages?|paged|tickets?|longer than|länger als)\b/i,
    says: ['half-?open ~after %D', '(?:stays|remains|is|keeps) open for %D', '(?:probes?|probed|tries again|tested again) after %D', 'after %D~half-?open', 'halb ?offen ~nach %D', 'nach %D~halb ?offen', 'bleibt %D (?:lang )?offen'],
  },
  {
    noun: 'successes that close the breaker', homes: ['breakerSuccesses'], cue: ['clos', 'schließt', 'geschlossen'], within: ['breaker', 'circuitBreakers'], needs: /\b(?:breaker|circuit|half-?open|Unterbrecher|Schutzschalter)/i,
    says: ['clos(?:es|ed) (?:again )?(?:after|at|on) %N (?:\\w+ )?(?:success|good call)', 'after %N (?:\\w+ )?success\\w*~clos', 'schließt ~nach %N (?:[\\wÀ-ÿ]+ )?Erfolg', 'nach %N (?:[\\wÀ-ÿ]+ )?Erfolge?n?~(?:schließt|geschlossen)'],
  },
  {
    noun: 'rotation period', homes: ['rotation'], cue: ['rotat', 'rotier', 'gewechselt', 'getauscht'], not: /\b(?:grace|overlap|both|old|two|previous|beide|alte[nr]?|zwei|expir\w+)\b/i,
    says: ['rotat\\w+ ~(?:every|each|after) %D', 'rotation(?: period)?(?: of|:| is| every| after)? %D', '%D rotation', 'every %D~rotat', 'rotier\\w* ~(?:alle|nach) %D', 'alle %D~(?:rotier|gewechselt|getauscht)', 'Rotation (?:alle|nach) %D'],
  },
  {
    noun: 'limit', homes: ['rate'], cue: ['limit', 'quota', 'allow', 'permit', 'kontingent', 'erlaub', 'grenze'],
    not: /\b(?:throttl\w*|our|ours|we|own|concurren\w*|drossel\w*|wir|unser\w*|bursts?|sandbox|test mode|alert\w*|warn\w*|peak|search|write|read|upload|bulk|batch|percent|Prozent|free|plan|tier|per (?:user|key|channel|address|account|IP))\b/i,
    says: ['(?:rate )?(?:limit|quota)s?(?: of| is| are|:| at)? %R', '(?:limited to|allows|permits) %R', '%R (?:rate )?(?:limit|quota)', '(?:Limit|Kontingent|Grenze)(?: von| ist|:| liegt bei)? %R', 'erlaubt %R'],
  },
  {
    noun: 'volume', homes: ['volume'], cue: ['month', 'monat'], not: /\b(?:peak|growth|grows?|limit\w*|quota|plan|tier|free|included|allows?|up to|target|households?|per (?:user|customer|account)|Spitze|Wachstum|Limit|Kontingent|inklusive|jeweils|each|of which|davon)\b/i,
    says: ['%R'],
  },
  {
    noun: 'cost', homes: ['cost'], cue: ['cost', 'kost'], not: /\b(?:percent|Prozent|up to|at most|more|less|above|over|below|saves?|each|per|extra|additional|all|together|zusammen|alle|mehr|weniger|je|pro)\b/i,
    says: ['costs? (?:of |is |are |us )?%M', 'kostet ~%M', 'Kosten (?:von|betragen|sind|liegen bei) %M'],
  },
  {
    noun: 'budget', homes: ['budget'], cue: ['budget'], not: /\b(?:percent|Prozent|left|remain\w*|all|together|budgets|alle|zusammen|übrig|above|over|exceed\w*|higher|more)\b/i,
    says: ['budget(?: of| is|:| for \\w+ (?:is|of))? %M', '%M budget', 'Budget (?:von|beträgt|ist) %M'],
  },
  {
    noun: 'frequency', homes: ['frequency'], cue: ['poll', 'sync', 'abgefragt', 'abgeglichen', 'gepollt'], not: /\b(?:heartbeat|health|retr\w*)\b/i,
    says: ['(?:poll(?:s|ed|ing)?|synchroni[sz]\\w*|syncs?|synced)~every %D', 'every %D~(?:poll|sync)', '(?:abgefragt|abgeglichen|synchronisiert|gepollt|pollt)~alle %D', 'alle %D~(?:abgefragt|abgeglichen|synchronisiert|gepollt)'],
  },
];

interface Cue {
  readonly beginning: string;
  readonly quantity: number;
}

const lettersAt = (text: string, at: number) => text.slice(at, at + 2);

/** Cues by their first two letters, and a pattern that finds words with such a beginning: a sentence asks once for each of those, not once for each cue. */
function cuesByLetters(): { readonly by: ReadonlyMap<string, readonly Cue[]>; readonly beginnings: RegExp } {
  const by = new Map<string, Cue[]>();
  for (const [index, { cue }] of QUANTITIES.entries()) {
    for (const beginning of cue) {
      const letters = lettersAt(beginning, 0);
      by.set(letters, [...(by.get(letters) ?? []), { beginning, quantity: index }]);
    }
  }
  return { by, beginnings: new RegExp(`(?<![a-z0-9_à-ÿ])(?:${[...by.keys()].join('|')})`, 'g') };
}

let cues: ReturnType<typeof cuesByLetters> | undefined;

/** `[a-z0-9_à-ÿ]`, of text in small letters. */
const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95 || (code >= 0xe0 && code <= 0xff);

/** Whether the words at a position begin with a cue. A space of the cue is whatever stands between two words, or the end. */
function begins(small: string, at: number, cue: string): boolean {
  let i = at;
  for (let c = 0; c < cue.length; c++) {
    const wanted = cue.charCodeAt(c);
    if (wanted !== 32) {
      if (small.charCodeAt(i++) !== wanted) return false;
    } else {
      if (isLetter(small.charCodeAt(i))) return false;
      while (i < small.length && !isLetter(small.charCodeAt(i))) i++;
    }
  }
  return true;
}

/** The quantities of which a sentence has a cue. */
export function quantitiesIn(sentence: string): readonly Quantity[] {
  const { by, beginnings } = (cues ??= cuesByLetters());
  const small = sentence.toLowerCase();
  // One bit for each of the quantities, which are fewer than 32.
  let cued = 0;
  beginnings.lastIndex = 0;
  for (let word = beginnings.exec(small); word; word = beginnings.exec(small)) {
    const known = by.get(word[0])!;
    for (let i = 0; i < known.length; i++) if (begins(small, word.index, known[i]!.beginning)) cued |= 1 << known[i]!.quantity;
  }
  return cued === 0 ? [] : QUANTITIES.filter((_, index) => (cued & (1 << index)) !== 0);
}

/** A sentence that compares, proposes, remembers or pretends restates nothing. */
export const HYPOTHETICAL =
  /\b(?:would|could|might|instead|rather than|alternative(?:ly)?|previously|formerly|used to|no longer|earlier|until now|defaults?|recommend\w*|suggest\w*|for example|example|option|proposed|compared (?:to|with)|unlike|versus|simulat\w+|würden?|könnten?|sollten?|statt|stattdessen|anstatt|bisher|früher|vorher|standardmäßig|Vorgabe\w*|Standardwert\w*|empf[oe]hl\w*|empfiehlt|Beispiel|alternativ|simulier\w*)\b|\be\.g\.|\bz\. ?B\./i;
/** A clause that changes a value restates nothing; in the next clause, something else may be extended. */
export const CHANGED = /\b(?:rais(?:e|ed|ing)|lower(?:ed|ing)?|increas\w+|reduc\w+|extend\w*|shorten\w*|erhöh\w*|verkürz\w*|verläng\w*|gesenkt|senken)\b/i;
/** Before the words of the quantity: what is denied is not stated. */
export const DENIAL = /\b(?:not|never|without|nicht|nie|niemals|ohne|keine[nr]?|neither|weder|n't)\b[^,;:]{0,24}$/i;

/** A bound before the value. Most of these quantities are bounds anyway: "at most three attempts" are three. */
const BOUND = '(?:(?:at most|up to|no more than|not more than|a maximum of|max\\.?|höchstens|maximal|bis zu) )?';
const MARKS: Readonly<Record<string, string>> = { '%D': MARK.duration, '%N': MARK.count, '%M': MARK.money, '%R': MARK.rate, '%O': MARK.ordinal };
const compiled = new Map<Quantity, RegExp>();

const marks = new Map<Quantity, readonly string[]>();

/** The marks of the values that a quantity is stated with. */
function marksOf(quantity: Quantity): readonly string[] {
  let own = marks.get(quantity);
  if (!own) marks.set(quantity, (own = Object.entries(MARKS).flatMap(([kind, mark]) => (quantity.says.some((words) => words.includes(kind)) ? [mark] : []))));
  return own;
}

/** Whether a text has a value of a kind that the quantity is stated with. */
export function hasValueFor(quantity: Quantity, text: string): boolean {
  return marksOf(quantity).some((mark) => text.includes(mark));
}

const WRITTEN: Readonly<Record<string, RegExp>> = { [MARK.duration]: DURATION, [MARK.rate]: RATE };

/** The same of a text before its values are marked, which takes long: cheap, and wrong in one direction only. */
export function mayHaveValueFor(quantity: Quantity, text: string): boolean {
  return marksOf(quantity).some((mark) => WRITTEN[mark]?.test(text) ?? true);
}

let candidates: RegExp | undefined;

/** Finds, in all text of a document, each passage that may state a quantity: by a duration, or by the cues of those that are not stated with durations alone. */
export function candidatesPattern(): RegExp {
  if (candidates) return candidates;
  const others = QUANTITIES.filter((quantity) => marksOf(quantity).some((mark) => mark !== MARK.duration));
  return (candidates = durationOr([...new Set(others.flatMap(({ cue }) => cue.map((words) => words.split(' ')[0]!)))]));
}

/** One pattern for a quantity, for text in small letters: half as long to compile. Its gaps are bounded and cross no mark, so it is linear. */
export function patternOf(quantity: Quantity): RegExp {
  let pattern = compiled.get(quantity);
  if (!pattern) {
    const source = quantity.says.map((words) => words.replaceAll('~', `[^${ANY_MARK}.;:,()]{0,40}?`).replace(/%[DNMRO]/g, (mark) => BOUND + MARKS[mark]!)).join('|');
    compiled.set(quantity, (pattern = new RegExp(`(?<![\\wà-ÿ-])(?:${source.toLowerCase()})`, 'g')));
  }
  return pattern;
}
