/**
 * Mermaid as Format 1 needs it, recognised at once: flowcharts of boxes and arrows, sequences of messages. What is
 * recognised is right; what is not goes to mermaid's own parser, which takes longer to load than a whole check. Small
 * patterns, because compiling them is what a check of a section pays.
 */
const NODE = /([A-Za-z][A-Za-z0-9_]*)(?:([[({]{1,2})(?:"[^"`\\]+"|[A-Za-z0-9][\w ,.:&+'-]*)([\])}]{1,2}))?/y;
const ARROW =
  / (?:(?:-->|---|-\.->|==>)(?:\|(?:[A-Za-z0-9]+(?: [A-Za-z0-9]+)*|"[^"`\\]+")\|)?|-- (?:[A-Za-z0-9]+(?: [A-Za-z0-9]+)*|"[^"`\\]+") -->) /y;
/** Shapes by their brackets. */
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '([': '])', '[(': ')]', '((': '))' };
/** Not names of nodes or participants, in either kind of diagram. */
const KEYWORDS = new Set(
  (
    'end subgraph default style click class classdef linkstyle graph flowchart direction href call interpolate participant actor loop rect opt alt else par par_over and critical option break box note ' +
    'over title acctitle accdescr links link properties details activate deactivate create destroy autonumber off as left right'
  ).split(' '),
);

export function isPlainMermaid(code: string): boolean {
  const lines = code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [header, ...rest] = lines;
  if (header === undefined || rest.length === 0) return false;
  if (/^(?:flowchart|graph) (?:LR|RL|TB|TD|BT)$/.test(header)) return inBlocks(rest, isSubgraph, isChain);
  return (
    header === 'sequenceDiagram' &&
    inBlocks(rest, (line) => /^(?:alt|opt|loop) [A-Za-z0-9][^;#%:]*$/.test(line), isStep)
  );
}

/** Each line is right, and each block is closed. */
function inBlocks(
  lines: readonly string[],
  opens: (line: string) => boolean,
  isRight: (line: string) => boolean,
): boolean {
  let depth = 0;
  for (const line of lines) {
    if (line === 'end') depth--;
    else if (isRight(line)) continue;
    else if (opens(line)) depth++;
    else return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** `A["text"] --> B`, of any length. */
function isChain(line: string): boolean {
  for (let at = 0; ; ) {
    NODE.lastIndex = at;
    const node = NODE.exec(line);
    if (!node || !isName(node[1]!) || (node[2] !== undefined && CLOSING[node[2]] !== node[3])) return false;
    if (NODE.lastIndex === line.length) return true;
    ARROW.lastIndex = NODE.lastIndex;
    if (!ARROW.test(line)) return false;
    at = ARROW.lastIndex;
  }
}

function isSubgraph(line: string): boolean {
  const name = /^subgraph ([A-Za-z][A-Za-z0-9_]*)(?:\["[^"`\\]+"\])?$/.exec(line)?.[1];
  return name !== undefined && isName(name);
}

/** A line of a sequence. */
function isStep(line: string): boolean {
  if (line === 'autonumber') return true;
  const step =
    /^(?:participant|actor) (\w+)(?: as [^;#%:]+)?$/.exec(line) ??
    /^(\w+)(?:--?>>|--?\))(\w+): ?[^\s;#%:][^;#%]*$/.exec(line) ??
    /^Note (?:(?:left|right) of (\w+)|over (\w+)(?:,(\w+))?): ?[^\s;#%:][^;#%]*$/.exec(line);
  if (step === null) return false;
  return step.slice(1).every((name) => name === undefined || (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && isName(name)));
}

const isName = (word: string) => !KEYWORDS.has(word.toLowerCase());

export function isJson(code: string): boolean {
  try {
    JSON.parse(code);
    return true;
  } catch {
    return false;
  }
}
