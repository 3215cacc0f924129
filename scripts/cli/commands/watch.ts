import { watch as watchFolder, type FSWatcher } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CONFIG_FILE, DRAFT, SPECIFICATION } from '../../project/read.ts';
import { isUserError, type Io } from './io.ts';
import { readableProject } from './own-project.ts';
import type { OpenProject } from './project.ts';

/** An editor writes a file in several steps. */
const SETTLED_MS = 100;

/** What the command line says of it. */
export interface Watched {
  readonly project?: string | undefined;
  readonly config?: string | undefined;
  readonly files: readonly string[];
  /** What the command writes itself; null is the standard output. */
  readonly outputs: readonly { readonly file: string | null }[];
  readonly baseline?: string | undefined;
}

/** What was checked, and by now may change. */
export interface Checked {
  readonly status: number;
  readonly projects: readonly OpenProject[];
  /** Absolute paths. */
  readonly documents: readonly string[];
}

/**
 * Checks again whenever something changes in the folders of the project's documents, until `io.stop` or the signal that
 * ends the process. What fails is said, and waits for the next change. Resolves to the last exit status.
 */
export async function watch(once: () => Promise<Checked>, options: Watched, io: Io): Promise<number> {
  const changes = changesIn(foldersOf(readableProject(options.project, io)), outputsOf(options, io));
  const named = [...options.files, options.config ?? '-'].filter((name) => name !== '-');
  let status = 0;
  try {
    while (!io.stop?.aborted) {
      try {
        const { status: ended, projects, documents } = await once();
        status = ended;
        for (const { root, context } of projects) {
          changes.add([...foldersOf(root), ...context.files.map(({ path }) => dirname(join(root, path)))]);
        }
        changes.add(documents.map((path) => dirname(path)));
      } catch (error) {
        if (!isUserError(error)) throw error;
        status = 2;
        io.err(`vibe-specs: ${error.message}\n`);
      }
      changes.add(named.map((name) => dirname(resolve(io.cwd, name))));
      io.err('waiting for changes\n');
      await changes.next(io.stop);
    }
  } finally {
    changes.close();
  }
  return status;
}

/** Where a project's own documents and its configuration are, or come to be. */
const foldersOf = (root: string) =>
  [CONFIG_FILE, SPECIFICATION, `${SPECIFICATION}/x`, DRAFT].map((path) => join(root, dirname(path)));

const outputsOf = ({ outputs, baseline }: Watched, io: Io) =>
  new Set(
    [...outputs.map(({ file }) => file), baseline].flatMap((file) => (file == null ? [] : [resolve(io.cwd, file)])),
  );

/** Changes of files directly in some folders, without those that this program writes. */
function changesIn(folders: readonly string[], own: ReadonlySet<string>) {
  const watchers = new Map<string, FSWatcher>();
  let dirty = false;
  let wake = () => {};
  const add = (more: readonly string[]) => {
    for (const folder of more) {
      if (watchers.has(folder) || /[*?]/.test(folder)) continue;
      try {
        const watcher = watchFolder(folder, (_, name) => {
          if (name !== null && (name.endsWith('.tmp') || own.has(join(folder, name)))) return;
          dirty = true;
          wake();
        });
        // A folder that is removed takes its watcher with it; the next check looks for it again.
        watcher.on('error', () => void watchers.delete(folder));
        watchers.set(folder, watcher);
      } catch {
        // It does not exist yet.
      }
    }
  };
  add(folders);
  return {
    add,
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
    async next(stop?: AbortSignal): Promise<void> {
      if (!dirty) {
        await new Promise<void>((done) => {
          wake = done;
          stop?.addEventListener('abort', () => done(), { once: true });
        });
      }
      await new Promise((done) => setTimeout(done, SETTLED_MS));
      dirty = false;
      wake = () => {};
    },
  };
}
