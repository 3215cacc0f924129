import type { CheckResult, Diagnostic } from './diagnostic.ts';

type Paint = (text: string) => string;
const ansi =
  (code: number, off: number): Paint =>
  (text) =>
    `\u001b[${code}m${text}\u001b[${off}m`;
const plain: Paint = (text) => text;

/** `file:line:column: severity rule: message`, with advice, related places and the rule's page below. */
export function formatText(results: readonly CheckResult[], { colour = false } = {}): string {
  const [red, yellow, dim] = colour ? [ansi(31, 39), ansi(33, 39), ansi(2, 22)] : [plain, plain, plain];
  const PAINTS = { error: red, warning: yellow, info: dim };
  const out: string[] = [];
  for (const result of results) {
    const { diagnostics, disabled } = result;
    for (const d of diagnostics) out.push(lineOf(d, PAINTS[d.severity]), ...belowOf(d, dim));
    for (const { diagnostic: d, reason } of disabled)
      out.push(dim(`${placeOf(d)}: disabled ${d.rule}: ${visible(reason)}`));
    out.push(...beyondFindings(result).map(dim));
  }
  out.push(totals(results));
  return `${out.join('\n')}\n`;
}

/** What was not judged, what ran, what did not: never findings. */
export function beyondFindings({ notChecked, run }: CheckResult): string[] {
  return [
    ...notChecked.map((n) => `${placeOf(n)}: not checked: ${visible(n.what)}`),
    ...(run?.ran.map((what) => `ran: ${visible(what)}`) ?? []),
    ...(run?.notRun.map(({ what, why }) => `not run: ${visible(what)}: ${visible(why)}`) ?? []),
    ...(run?.notRun.some(({ how }) => how)
      ? ['vibe-specs check --run --install (with --draft for the draft) installs what is missing']
      : []),
  ];
}

const placeOf = ({ file, line, column }: Pick<Diagnostic, 'file' | 'line' | 'column'>) =>
  `${visible(file)}:${line}:${column}`;

/** Messages quote documents of strangers: their control characters must not reach a terminal. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** Message and advice as running text. */
export function fullMessage({ message, advice }: Pick<Diagnostic, 'message' | 'advice'>): string {
  return advice ? `${message}${/[.!?]$/.test(message) ? '' : '.'} ${advice}` : message;
}

function lineOf(d: Diagnostic, paint: Paint): string {
  return `${placeOf(d)}: ${paint(d.severity)} ${d.rule}: ${visible(d.message)}`;
}

function belowOf(d: Diagnostic, dim: Paint): string[] {
  const out = d.related.map((r) => `    ${placeOf(r)}: ${visible(r.message)}`);
  if (d.advice) out.push(`    ${visible(d.advice)}`);
  return [...out, dim(`    ${d.url}`)];
}

export const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

export function totals(results: readonly CheckResult[]): string {
  const errors = results.reduce((n, r) => n + r.errors, 0);
  const warnings = results.reduce((n, r) => n + r.warnings, 0);
  const disabled = results.reduce((n, r) => n + r.disabled.length, 0);
  const infos = results.reduce((n, r) => n + r.infos, 0);
  const off = `${infos > 0 ? `, ${infos} to look at` : ''}${disabled > 0 ? `, ${disabled} disabled` : ''}`;
  const [only] = results;
  const words = results.length === 1 && only!.words !== null ? `; ${only!.words} words without code` : '';
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}${off} in ${plural(results.length, 'file')}${words}`;
}
