import type ts from 'typescript';
import type { CodeBlock, RunFinding } from '../types.ts';

/** A name that nothing declares, as TypeScript says it in its several places. */
const UNDEFINED_NAME = new Set([2304, 2503, 2552, 18004, 2662, 2663]);

/** What a sample may leave out: modules of the project, types of the place where it runs, bodies of functions. */
const LEFT_OUT = new Set([
  2307,
  2792,
  7016,
  2732, // modules that are not there
  2580,
  2581,
  2582,
  2583,
  2584,
  2591,
  2592,
  2593,
  2867,
  2868, // "do you need to install type definitions?"
  2686,
  2874,
  2875,
  7026, // React
  1108,
  2528, // a return outside of a function, several default exports: an excerpt of several files
  2391,
  2355,
  2384, // functions without body
]);

/** What is wrong in JavaScript too; the rest of what the compiler says there is about types that nobody wrote. */
const IN_JAVASCRIPT = new Set([
  2339, 2551, 2353, 2561, 2305, 2614, 2724, 2345, 2322, 2769, 2554, 2555, 2739, 2740, 2741,
]);
const OF_PROPERTY = new Set([2339, 2551]);
const ASSIGNMENT = new Set([2322, 2345, 2769]);

const LENGTH = 300;

/** What a reader would call a fault of a fence. */
export function findingsOf(
  compiler: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  block: CodeBlock,
  declared: ReadonlySet<string>,
): RunFinding[] {
  const isJavaScript = /\.jsx?$/.test(file.fileName);
  const seen = new Set<string>();
  const findings: RunFinding[] = [];
  for (const { code, start = 0, length = 0, messageText } of program.getSemanticDiagnostics(file)) {
    if (LEFT_OUT.has(code)) continue;
    const at = {
      block: block.id,
      offset: start,
      length: Math.max(1, length),
      kind: 'types',
      origin: 'script',
    } as const;
    const [message, detail] = chain(messageText);
    const node = nodeAt(compiler, file, start, length);
    if (UNDEFINED_NAME.has(code)) {
      const name = block.text.slice(start, start + length);
      if (declared.has(name) || seen.has(name)) continue;
      seen.add(name);
      findings.push({ ...at, message: `undefined name ${name}`, detail: message });
    } else if (
      !isEnvironment(code, node) &&
      (!isJavaScript || countsInJavaScript(program, code, node, detail ?? message))
    ) {
      findings.push({ ...at, message, detail });
    }
  }
  return findings;
}

/** The head of a chain of messages, and its deepest cause. */
function chain(messageText: string | ts.DiagnosticMessageChain): [string, string | undefined] {
  if (typeof messageText === 'string') return [messageText.slice(0, LENGTH), undefined];
  let deepest = messageText;
  while (deepest.next && deepest.next.length > 0) deepest = deepest.next.at(-1)!;
  return [
    messageText.messageText.slice(0, LENGTH),
    deepest === messageText ? undefined : deepest.messageText.slice(0, LENGTH),
  ];
}

function nodeAt(compiler: typeof ts, file: ts.SourceFile, start: number, length: number): ts.Node {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > start || node.end < start + length) return;
    found = node;
    compiler.forEachChild(node, visit);
  };
  compiler.forEachChild(file, visit);
  return found;
}

/** `process.env.NAME` may be undefined for the compiler; a service checks its variables when it starts. */
const isEnvironment = (code: number, node: ts.Node) =>
  ASSIGNMENT.has(code) && /(?:^|:\s*)process\.env\b[^(]*$/.test(node.getText());

function countsInJavaScript(program: ts.Program, code: number, node: ts.Node, cause: string): boolean {
  if (!IN_JAVASCRIPT.has(code)) return false;
  if (ASSIGNMENT.has(code)) return !/\b(?:undefined|null)'? is not assignable|'\{\}'/.test(cause);
  return !OF_PROPERTY.has(code) || isOfPackage(program, node);
}

/** Whether the object whose property is missing has its type from a package. */
function isOfPackage(program: ts.Program, node: ts.Node): boolean {
  const object = (node.parent as Partial<ts.PropertyAccessExpression> | undefined)?.expression;
  const declarations = object ? program.getTypeChecker().getTypeAtLocation(object).symbol?.declarations : undefined;
  return (
    declarations?.some((d) => {
      const { fileName } = d.getSourceFile();
      return fileName.includes('/node_modules/') && !fileName.includes('/node_modules/typescript/');
    }) ?? false
  );
}
