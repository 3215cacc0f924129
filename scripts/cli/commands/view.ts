import { existsSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { slashes } from '../../project/paths.ts';
import { DRAFT, insideProject, readSource } from '../../project/read.ts';
import type { SourceFile } from '../../project/types.ts';
import { keptOut, writeAtomically } from '../../project/write.ts';
import { parseSection7 } from '../../spec/parse.ts';
import type { Assets } from '../../view/view.ts';
import { besideBundle, pathBesideBundle } from './catalog.ts';
import { UserError, type Command, type Io } from './io.ts';
import { isAgent, ownProject } from './own-project.ts';
import { drawDiagrams } from './view-diagrams.ts';
import type { ViewServer } from './view-server.ts';
import { openProject, presentSection, type OpenProject } from './project.ts';

const VIEW = 'docs/.vibe-specs/view.html';

export const view: Command = {
  summary: 'make one HTML file of Section 7 for people: decisions, costs, services, on call, developer, sources',
  help: `Usage: vibe-specs view [FILE] [--output FILE] [--watch] [--project DIR]

Makes a document of the draft, where there is one, or of the present Section 7: a page for the product owner, one for
each service, for the person on call and the developer, and the sources; with search, filters, and the findings of
check at their place. It is one file that loads nothing. In a pull request, view.html#D-3 or view.html#7.P.1.6 points
to a place.

  FILE           another document with a Section 7
  --output FILE  where it is written (default: ${VIEW})
  --watch        also serve it on this machine, and make it anew whenever the draft or the section changes
  --project DIR  the project's folder (default: the current one, or the nearest above it that has the documents)

Exit status: 0 written, 2 could not run.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { output: { type: 'string' }, watch: { type: 'boolean' }, project: { type: 'string' } },
    });
    const root = ownProject(values.project, io);
    const output = outputOf(values.output, root, io);
    const shown = slashes(relative(io.cwd, output)) || output;
    const make = async () => {
      const project = await openProject(root, io);
      const document = documentOf(project, positionals[0], io);
      const pageOf = await rendered(project, document, io);
      if (values.output === undefined) keptOut(dirname(output), dirname(VIEW));
      writeAtomically(output, shown, null, pageOf(false));
      io.out(`${shown}: made from ${document.path}\n`);
      return { pageOf, project, document: resolve(root, document.path) };
    };
    if (values.watch !== true) {
      await make();
      return 0;
    }
    const [{ watch }, { serve }] = await Promise.all([
      import('../../lazy/watch.ts'),
      import('../../lazy/view-server.ts'),
    ]);
    let page = '';
    let server: ViewServer | undefined;
    // What is half written fails, and the last page that could be made stays.
    const once = async () => {
      const { pageOf, project, document } = await make();
      page = pageOf(true);
      server ??= await serve(() => page);
      server.changed();
      io.out(`${server.url}: made anew at each change; Ctrl+C ends it\n`);
      return { status: 0, projects: [project], documents: [document] };
    };
    try {
      return await watch(once, { project: values.project, files: positionals, outputs: [{ file: output }] }, io);
    } finally {
      server?.close();
    }
  },
};

/** An agent may name nothing but a page in the folder of the draft: it is given no other file to write. */
function outputOf(option: string | undefined, root: string, io: Io): string {
  if (option === undefined) return insideProject(root, VIEW).absolute;
  if (!/^\.html?$/i.test(extname(option)))
    throw new UserError(`--output ${option}: expected a name that ends with .html`);
  const absolute = resolve(io.cwd, option);
  const folder = VIEW.slice(0, VIEW.lastIndexOf('/') + 1);
  if (isAgent(io) && !insideProject(root, absolute, option).relative.startsWith(folder))
    throw new UserError(`--output ${option} lies outside of ${folder}; run vibe-specs view without it`);
  return absolute;
}

/** What is being written is newer than what is there. */
function documentOf(project: OpenProject, named: string | undefined, io: Io): SourceFile {
  if (named !== undefined) return readSource(project.root, resolve(io.cwd, named), named);
  const draft = insideProject(project.root, DRAFT);
  return existsSync(draft.absolute) ? readSource(project.root, DRAFT) : presentSection(project);
}

/** Checks the document; the page is made from what was found, for a file or to be served. */
async function rendered(project: OpenProject, { path, text }: SourceFile, io: Io): Promise<(live: boolean) => string> {
  const { section } = parseSection7(text, path);
  if (!section) throw new UserError(`${path} has no Section 7`);
  const { diagramsOf, renderView } = await import('../../lazy/view.ts');
  const [result, drawings] = await Promise.all([
    project.check(text, path),
    drawDiagrams(diagramsOf(section), pathBesideBundle('diagram-worker.cjs')),
  ]);
  return (live) => renderView(section, result, project.catalog, assets(live), drawings, madeOn(io));
}

/** Whoever has the page a month later wants to know how old it is; CI names the commit that it came from. */
function madeOn({ today, env }: Io): string {
  const commit = /^[0-9a-f]{7}/.exec(env.GITHUB_SHA ?? env.CI_COMMIT_SHA ?? '')?.[0];
  return `made ${today}${commit === undefined ? '' : ` from ${commit}`}`;
}

const assets = (live: boolean): Assets => ({
  style: besideBundle('view.css'),
  script: besideBundle('view.js'),
  ...(live ? { live: besideBundle('view-live.js') } : {}),
});
