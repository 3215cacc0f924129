import { isNode, LineCounter, parseDocument } from 'yaml';

/**
 * The value of a YAML or JSON text as data, and the line (from 0) of what a path leads to. Aliases are bounded; no tag
 * builds anything.
 */
export function yamlValue(text: string): { value: unknown; lineOf: (path: readonly string[]) => number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent', strict: false });
  if (document.errors.length > 0) throw new Error(document.errors[0]!.message);
  const lineOf = (path: readonly string[]) => {
    const node = document.getIn(
      path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
      true,
    );
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line - 1 : 0;
  };
  return { value: document.toJS({ maxAliasCount: 100 }), lineOf };
}
