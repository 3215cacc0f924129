/** A metric as a condition names it, with its label matchers: `mails_total{outcome="failed"}`. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  /** As PromQL writes it: `outcome="failed"`. */
  readonly text: string;
}

/** What stands before the operator of a condition. */
export interface Measured {
  readonly selectors: readonly Selector[];
  /** 0.95 for "P95". */
  readonly quantile: string | null;
  /** The condition says "share". */
  readonly isShare: boolean;
}

/** Words that join metrics; they add nothing to the expression. Any other word would say something that the expression does not. */
const JOINING = new Set(['of', 'the', 'in', 'share', 'von', 'der', 'an', 'anteil']);

/** Reads `P95 of call_seconds`, `share of calls_total{outcome="error"}`, `queue_age_seconds`; the text that cannot be read where it is none of them. */
export function readMeasured(text: string, isMetric: (name: string) => boolean): Measured | { readonly unreadable: string } {
  const selectors: Selector[] = [];
  let quantile: string | null = null;
  for (let at = 0; at < text.length; ) {
    const token = /[\s\u00a0,]+|[Pp](\d{2}(?:\.\d{1,3})?)(?![\w.])|([a-zA-Z_:][\w:]*)(?:\{([^{}]*)\})?|./uy;
    token.lastIndex = at;
    const [found, percentile, name, labels] = token.exec(text)!;
    at = token.lastIndex;
    if (percentile !== undefined && quantile === null) quantile = quantileOf(percentile);
    else if (name !== undefined && isMetric(name)) {
      const matchers = readMatchers(labels ?? '');
      if (!matchers) return { unreadable: found };
      selectors.push({ metric: name, matchers });
    } else if (found.trim() !== '' && found.trim() !== ',' && !(labels === undefined && JOINING.has(found.toLowerCase()))) return { unreadable: rest(text, at - found.length) };
  }
  return { selectors, quantile, isShare: /\b(?:share|anteil)\b/i.test(text) };
}

/** "95" → 0.95, "99.9" → 0.999, by moving the point. */
function quantileOf(percentile: string): string {
  return `0.${percentile.replace('.', '')}`;
}

/** What begins at a place, short enough to be shown. */
function rest(text: string, from: number): string {
  const part = text.slice(from).trim();
  return part.length > 60 ? `${part.slice(0, 60)}…` : part;
}

/** The inside of `{…}`: matchers as PromQL writes them; null where it is not that. */
function readMatchers(text: string): Matcher[] | null {
  const found: Matcher[] = [];
  const matcher = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\\p{Cc}]|\\[\\"])*)"\s*(?:,|$)/uy;
  for (let at = 0; text.slice(at).trim() !== ''; at = matcher.lastIndex) {
    const [, label, operator, value] = matcher.exec(text) ?? [];
    if (label === undefined || (operator!.includes('~') && !SIMPLE_PATTERN.test(value!))) return null;
    found.push({ label, text: `${label}${operator}"${value}"` });
  }
  return found;
}

/** Alternatives of letters, digits and wildcards: what Prometheus' own pattern language surely accepts. */
const SIMPLE_PATTERN = /^(?:[\w./: -][*+?]?|\|)*$/;
