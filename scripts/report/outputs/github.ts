import type { CheckResult } from '../diagnostic.ts';
import { fullMessage, totals, visible } from '../text.ts';
import type { Output } from '../output.ts';

const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** Workflow commands: GitHub shows each as an annotation on its line. */
export function formatGithub(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ diagnostics }) =>
    diagnostics.map((d) => {
      const place = `file=${visible(property(d.file))},line=${d.line},endLine=${d.endLine},col=${d.column},endColumn=${d.endColumn},title=${property(d.rule)}`;
      return `::${d.severity === 'info' ? 'notice' : d.severity} ${place}::${visible(data(`${fullMessage(d)} ${d.url}`))}`;
    }),
  );
  return `${[...lines, totals(results)].join('\n')}\n`;
}

export const output: Output = { fromCheckout: true, format: formatGithub };
