import { createHash } from 'node:crypto';
import { HOMEPAGE, NAME, ruleUrl, VERSION } from '../../product.ts';
import type { Severity } from '../../rules/types.ts';
import { fullMessage } from '../text.ts';
import { identity, type CheckResult, type Diagnostic, type Location } from '../diagnostic.ts';
import type { Output } from '../output.ts';

interface RuleMetadata {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
}

/** SARIF 2.1.0: one run; findings that a comment disabled are results with a suppression. */
export function formatSarif(results: readonly CheckResult[], rules: readonly RuleMetadata[]): string {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const seen = new Map<string, number>();
  const resultOf = (d: Diagnostic) => {
    const id = identity(d);
    const nth = seen.get(id) ?? 0;
    seen.set(id, nth + 1);
    return {
      ruleId: d.rule,
      ruleIndex: index.get(d.rule) ?? -1,
      level: levelOf(d.severity),
      message: { text: fullMessage(d) },
      locations: [
        {
          physicalLocation: physical(d),
          ...(d.section ? { logicalLocations: [{ name: d.section, kind: 'section' }] } : {}),
        },
      ],
      ...(d.related.length > 0
        ? {
            relatedLocations: d.related.map((r, i) => ({
              id: i,
              message: { text: r.message },
              physicalLocation: physical(r),
            })),
          }
        : {}),
      partialFingerprints: { 'vibeSpecs/v1': createHash('sha256').update(`${id}${nth}`).digest('hex').slice(0, 32) },
    };
  };
  const run = {
    tool: {
      driver: {
        name: NAME,
        version: VERSION,
        informationUri: HOMEPAGE,
        rules: rules.map(({ id, severity, summary }) => ({
          id,
          name: id,
          shortDescription: { text: summary },
          helpUri: ruleUrl(id),
          defaultConfiguration: { level: levelOf(severity) },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: results.flatMap(({ diagnostics, disabled }) => [
      ...diagnostics.map(resultOf),
      ...disabled.map(({ diagnostic, reason }) => ({
        ...resultOf(diagnostic),
        suppressions: [{ kind: 'inSource', justification: reason }],
      })),
    ]),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function physical({ file, line, column, endLine, endColumn }: Location) {
  return {
    artifactLocation: artifact(file),
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/**
 * A colon would end a scheme. Only what standard input was said to be can lie outside of the project; it has an address
 * of its own.
 */
function artifact(file: string): { uri: string; uriBaseId?: string } {
  const uri = encodeURI(file).replace(/[?#:]/g, encodeURIComponent);
  if (file.startsWith('//')) return { uri: `file:${uri}` };
  if (file.startsWith('/')) return { uri: `file://${uri}` };
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${uri.replace('%3A', ':')}` };
  return { uri, uriBaseId: '%SRCROOT%' };
}

const levelOf = (severity: Severity) => (severity === 'info' ? 'note' : severity);

export const output: Output = { fromCheckout: true, format: (results, { rules }) => formatSarif(results, rules) };
