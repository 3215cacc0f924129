import { findQuantities } from '../../quantities/index.ts';
import type { Section7, Service } from '../../spec/model.ts';
import type { Feature, Place, ProjectContext, Stipulation } from '../../project/types.ts';

/** A time that Sections 3-6 or the architecture document promise for a feature. */
interface Objective {
  readonly feature: Feature;
  readonly ms: number;
  /** The value as written, with its percentile where there is one: `p95 4 s`. */
  readonly text: string;
  /** The line that states it. */
  readonly line: string;
  readonly place: Place;
}

/** Right before the value: what makes a duration a promise. */
const PROMISE = /(?:\bp\d{2}\b\.?\d?(?:[ \u00a0](?:of|is|unter|under|below|von))?|\bwithin|≤|<|\bunder|\bat most|\binnerhalb von|\bbinnen|\bhöchstens|\bunter)[ \u00a0:=≤<]{0,3}$/i;
/** Right behind it: "400 ms budget". */
const BUDGET = /^[ \u00a0]budget\b/i;
/** The promise is kept without the service, or is about something else than the time of a call. */
const APART = /\b(?:never|not live|without|from (?:our|the) (?:cache|DB|database)|age of|old|finished|nightly|batch|monthly|availability|deleted?|retention|alert\w*|out within|disabled|nie|ohne|aus (?:unserer|der eigenen)|nachts|gelöscht|Aufbewahrung)\b/i;

/** The objectives of the features. A row or sentence of the architecture document belongs to the feature whose title it shares a word with. */
export function objectivesOf({ promises, features }: ProjectContext): Objective[] {
  return promises.flatMap(sentences).flatMap((line) => {
    const feature = features.find((f) => f.number === line.section) ?? (line.section === 'architecture' ? featureOf(line, features) : undefined);
    if (!feature) return [];
    return promisesIn(line).map((promise) => ({ feature, ...promise }));
  });
}

/** Operations for which nobody waits. */
export const BACKGROUND = /\b(?:jobs?|nightly|batch|sync\w*|imports?|exports?|reconcil\w*|refunds?|webhooks?|backfill|background|workers?|reports?|poll\w*|status|clean-?up|deletion|nachts|Abgleich|Hintergrund|Abruf)\b/i;

/** Whether the promise binds no call to a service. */
export const isApart = ({ line }: Objective): boolean => APART.test(line);

/** "Page render p95 400 ms. Sign-in p95 2 s." are two promises, of two flows. */
function sentences(line: Stipulation): Stipulation[] {
  return line.text.split(/(?<=[a-zà-ÿ)\]]\.) (?=[A-ZÀ-Ý*])/).map((text) => ({ ...line, text }));
}

/** Times within which Section 4 wants incoming webhooks answered. */
export function acknowledgementsOf({ promises }: ProjectContext): Omit<Objective, 'feature'>[] {
  const lines = promises.filter(({ kind, section, text }) => kind === 'slo' && section === '4' && /\b(?:webhooks?|acknowledg\w*|quittier\w*)\b/i.test(text) && /\b(?:acknowledg|answer|respond|quittier|antwort|beantwort)/i.test(text));
  return lines.flatMap(promisesIn);
}

function promisesIn({ text, place }: Stipulation): Omit<Objective, 'feature'>[] {
  return findQuantities(text).flatMap(({ value, at }) => {
    const before = PROMISE.exec(text.slice(Math.max(0, at.start - 24), at.start));
    if (value.kind !== 'duration' || !before && !BUDGET.test(text.slice(at.end))) return [];
    return [{ ms: value.ms, text: `${/p\d/i.test(before?.[0] ?? '') ? before![0] : ''}${text.slice(at.start, at.end)}`, line: text, place }];
  });
}

const COMMON = new Set('the and for our api page flow service data our part included feature time status public user users leaves'.split(' '));

/** Words by which a flow and a feature, or a flow and an operation, are recognised as the same. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-zà-ÿ]{3,}/g) ?? []).filter((word) => !COMMON.has(word)).map((word) => word.replace(/(?:ing|ion|s|e|en|n)$/, ''));
}

/** "Payment status after checkout" is not the checkout. */
function featureOf({ text }: Stipulation, features: readonly Feature[]): Feature | undefined {
  const flow = new Set(wordsOf(text.split(/[|:]|\b(?:after|nach)\b/i)[0]!));
  const sharing = features.filter((f) => wordsOf(f.title).some((word) => flow.has(word)));
  return sharing.length === 1 ? sharing[0] : undefined;
}

/** The objective stands in the service's section or in 7.0, so somebody has thought about it. */
export function isSpokenOf(spec: Section7, service: Service, ms: number): boolean {
  return spec.prose.some((run) => (run.service === service.index && (run.kind !== 'cell' || run.field !== 'timeouts' && run.field !== 'alerts') || run.section === '7.0')
    && /\b(?:SLO|objective|target|p9\d|promise|Ziel|budget)/i.test(run.source)
    && findQuantities(run.text).some(({ value }) => value.kind === 'duration' && value.ms === ms));
}
