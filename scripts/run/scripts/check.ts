import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import { extensionOf } from '../languages.ts';
import { findPackage, installLine, isInstalled } from '../packages.ts';
import type { CodeBlock, Emit, Job } from '../types.ts';
import { findingsOf } from './diagnostics.ts';
import { createSources, nodeTypes } from './host.ts';

type ScriptJob = Extract<Job, { task: 'scripts' }>;

/** Globals of places where scripts run, where no types of theirs are installed. */
const RUNTIMES = 'declare var Deno: any; declare var Bun: any; declare var EdgeRuntime: any;\n';
const NODE = `declare var process: any; declare var Buffer: any; type Buffer = any; declare var global: any;
declare var require: any; declare var module: any; declare var exports: any; declare var __dirname: string;
declare var __filename: string; declare function setImmediate(...args: any[]): any;
declare namespace NodeJS { type Timeout = any; type ErrnoException = any }\n`;

/** Type-checks all fences as one program. Only the compiler itself is executed. */
export function checkScripts(job: ScriptJob, emit: Emit): void {
  const compiler: typeof ts = createRequire(join(job.folder, 'package.json'))(join(job.folder, 'lib/typescript.js'));
  emit({ type: 'ready' });
  const options = optionsFor(compiler);
  const fences = new Map(
    job.scripts.map((block, i) => [join(job.roots[0]!, `section-7-${i + 1}${extensionOf(block)}`), block]),
  );
  const globals = join(job.roots[0]!, 'section-7-globals.d.ts');
  const files = new Map([...[...fences].map(([path, { text }]) => [path, text] as const), [globals, '']]);
  const sources = createSources(compiler, job.folder, job.roots, files, options);
  const nodeFile = nodeTypes(sources.host, job.roots);
  files.set(globals, RUNTIMES + (nodeFile ? '' : NODE));
  const rootNames = [...fences.keys(), globals, ...(nodeFile ? [nodeFile] : [])];
  emit({ type: 'step', what: 'reading the fences and their packages', left: 0 });
  const program = compiler.createProgram({ rootNames, options, host: sources.host });
  let checked = 0;
  for (const [path, block] of fences) {
    emit({ type: 'step', what: block.text.split('\n', 1)[0]!.slice(0, 70), left: fences.size - checked - 1 });
    const file = program.getSourceFile(path)!;
    const [unreadable] = program.getSyntacticDiagnostics(file);
    if (unreadable)
      emit({
        type: 'not-run',
        notRun: { what: place(block, unreadable.start ?? 0), why: saidBy(compiler, unreadable) },
      });
    else
      for (const finding of findingsOf(compiler, program, file, block, declaredElsewhere(program, fences, path)))
        emit({ type: 'finding', finding });
    checked += unreadable ? 0 : 1;
  }
  const used = job.packages.map(({ name }) => findPackage(job.roots, name)).filter(isInstalled);
  const versions = [
    ...used.map(({ name, version }) => `${name} ${version}`),
    ...(nodeFile ? ['the types of Node.js'] : []),
  ];
  const beside = versions.length > 0 ? ` with ${versions.join(', ')}` : '';
  emit({
    type: 'ran',
    line: `TypeScript ${compiler.version}: ${checked} of ${fences.size} scripts type-checked together${beside}`,
  });
  // Types of Node.js declare its modules without files of their own.
  const ambient = new Set(
    program
      .getTypeChecker()
      .getAmbientModules()
      .map(({ name }) => name.slice(1, -1)),
  );
  tellUnresolved(
    [...sources.unresolved].filter((name) => !ambient.has(name)),
    [...sources.untyped],
    emit,
  );
}

function optionsFor(compiler: typeof ts): ts.CompilerOptions {
  return {
    strict: true,
    // A sample leaves out what a project's own types say of its parameters, fields and errors.
    noImplicitAny: false,
    useUnknownInCatchVariables: false,
    strictPropertyInitialization: false,
    noImplicitThis: false,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    checkJs: true,
    maxNodeModuleJsDepth: 0,
    target: compiler.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    moduleDetection: compiler.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    jsx: compiler.JsxEmit.Preserve,
    experimentalDecorators: true,
    types: [],
  };
}

/** Names that the other fences declare; what they import does not count, for each sample has its own imports. */
function declaredElsewhere(program: ts.Program, fences: ReadonlyMap<string, CodeBlock>, path: string): Set<string> {
  program.getTypeChecker();
  const names = new Set<string>();
  for (const other of fences.keys()) {
    const locals = (program.getSourceFile(other) as { locals?: Map<string, ts.Symbol> } | undefined)?.locals;
    if (other === path || !locals) continue;
    const isImport = ({ declarations = [] }: ts.Symbol) =>
      declarations.some((d) => /^import\b/.test(statementOf(d).getText()));
    for (const [name, symbol] of locals) if (!isImport(symbol)) names.add(name);
  }
  return names;
}

function statementOf(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent?.parent) at = at.parent;
  return at;
}

const place = ({ text }: CodeBlock, at: number) =>
  `script "${text.split('\n', 1)[0]!.slice(0, 60)}", line ${text.slice(0, at).split('\n').length}`;
const saidBy = (compiler: typeof ts, { messageText }: ts.Diagnostic) =>
  `cannot be read on its own: ${compiler.flattenDiagnosticMessageText(messageText, ' ').slice(0, 200)}`;

/** Imports that lead nowhere: files of the project, which does not exist yet, and packages that are not installed. */
function tellUnresolved(unresolved: readonly string[], untyped: readonly string[], emit: Emit): void {
  const own = unresolved.filter((name) => /^(?:[./~#]|@\/)/.test(name));
  const elsewhere = unresolved.filter((name) => /^(?:https?:|jsr:)/.test(name));
  const node = unresolved.filter((name) => name.startsWith('node:'));
  const packages = unresolved.filter((name) => ![...own, ...elsewhere, ...node].includes(name));
  const names = [...new Set(packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')))];
  const tell = (list: readonly string[], why: string, how?: string | null) => {
    if (list.length > 0)
      emit({
        type: 'not-run',
        notRun: { what: `what is imported from ${list.join(', ')}`, why, how: how ?? undefined },
      });
  };
  tell(own, 'files of the project');
  tell(elsewhere, 'not a package of npm');
  tell(node, 'the types of Node.js are not installed', installLine([{ name: '@types/node', version: '20' }]));
  tell(names, 'not installed', installLine(names.map((name) => ({ name }))));
  tell(untyped, 'comes without types');
}
