import { append } from '../append.ts';
import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../project/read.ts';
import { isLock, isRead } from './kinds.ts';
import type { RepoFile, Repository } from './types.ts';

/** Of a repository so much is read; what lies beyond is said. */
const LIMITS = {
  files: 20_000,
  bytesOfFile: 1024 * 1024,
  bytesOfLock: 16 * 1024 * 1024,
  bytes: 128 * 1024 * 1024,
  depth: 24,
};

/** The files of a project that say something about its services. Symbolic links are not followed. */
export function readRepository(root: string): Repository {
  const listed = listedByGit(root) ?? walked(root);
  const wanted = [...new Set(listed.paths)].filter(isRead).sort();
  const files: RepoFile[] = [];
  const unread = new Map<string, string[]>();
  let bytes = 0;
  for (const path of wanted) {
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    // A link may lead out of the project; a file that git knows may be gone.
    if (!stat?.isFile()) continue;
    if (stat.size > (isLock(path) ? LIMITS.bytesOfLock : LIMITS.bytesOfFile))
      append(unread, 'larger than is read', path);
    else if (files.length >= LIMITS.files || (bytes += stat.size) > LIMITS.bytes)
      append(unread, 'beyond the limit of all files', path);
    else {
      const text = textOf(join(root, path));
      if (text === null) append(unread, 'no text', path);
      else files.push({ path, text });
    }
  }
  const left = [...unread].map(([why, [first, ...more]]) => {
    const what = more.length === 0 ? `${first}` : `${first} and ${more.length} more`;
    return `${what}: ${why}`;
  });
  return { files, left: [...listed.left, ...left] };
}

function textOf(path: string): string | null {
  try {
    return decode(readFileSync(path), path);
  } catch {
    return null;
  }
}

interface Listed {
  readonly paths: readonly string[];
  readonly left: readonly string[];
}

/** What git tracks or would track below the folder. Its configuration may name a program to ask, which is not run. */
function listedByGit(root: string): Listed | null {
  const options = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  try {
    const out = execFileSync('git', [...options, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const paths = out.split('\0').filter((path) => path !== '');
    return paths.length === 0 ? null : { paths, left: [] };
  } catch {
    return null;
  }
}

function walked(root: string): Listed {
  const paths: string[] = [];
  const left: string[] = [];
  const open = [{ folder: '', depth: 0 }];
  while (open.length > 0 && paths.length < LIMITS.files) {
    const { folder, depth } = open.pop()!;
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) paths.push(path);
      else if (entry.isDirectory() && isRead(`${path}/package.json`)) {
        if (depth < LIMITS.depth) open.push({ folder: path, depth: depth + 1 });
        else left.push(`${path}: deeper than ${LIMITS.depth} folders`);
      }
    }
  }
  if (open.length > 0) left.push(`more than ${LIMITS.files} files: the rest of the folders`);
  return { paths, left: left.slice(0, 5) };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
