import native from 'node:path';

/** What differs between systems; tests pass `path.win32`. */
export type PathRules = Pick<typeof native, 'isAbsolute' | 'relative' | 'resolve' | 'sep'>;

/**
 * Name of `path` below `folder`, with forward slashes on every system; '' for the folder itself, null for what lies
 * outside of it. Both are absolute; links are not followed here. By `relative`, not by comparing beginnings: the folder
 * may be a root that ends with a separator already, and Windows does not tell C: from c:.
 */
export function nameBelow(
  folder: string,
  path: string,
  { isAbsolute, relative, sep }: PathRules = native,
): string | null {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way.split(sep).join('/');
}

/** As every output names files, and as globs are written. A backslash that is a character of the name stays. */
export function slashes(name: string, { sep }: PathRules = native): string {
  return sep === '\\' ? name.replaceAll('\\', '/') : name;
}

/** Group 1 is the project's folder. */
const OURS =
  /^(.*?)[\\/]docs[\\/](?:\.vibe-specs[\\/]07-integrations\.draft\.md|06-technical-specification(?:\.md|[\\/][^\\/]+\.md))$/;

/**
 * A specification or draft as a client names it, absolute, and the folder of its project, which may lie anywhere below
 * `folder`, as in a monorepo; null for any other file.
 */
export function documentOf(
  folder: string,
  name: string,
  { resolve, sep }: PathRules = native,
): { readonly file: string; readonly root: string } | null {
  const file = resolve(folder, name);
  const above = OURS.exec(file)?.[1];
  if (above === undefined) return null;
  // The root of a drive loses its meaning with its separator.
  return { file, root: /^(?:[A-Za-z]:)?$/.test(above) ? above + sep : above };
}
