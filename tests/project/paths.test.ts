import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, nameBelow, slashes } from '../../scripts/project/paths.ts';

describe('the name of a path below a folder', () => {
  test.each([
    ['C:\\home\\shop', 'C:\\home\\shop\\docs\\a.md', 'docs/a.md'],
    ['C:\\home\\shop', 'C:\\home\\shop', ''],
    ['C:\\home\\shop', 'c:\\Home\\SHOP\\docs\\a.md', 'docs/a.md'],
    ['c:\\home\\shop', 'C:\\home\\shop\\docs\\a.md', 'docs/a.md'],
    ['C:\\', 'C:\\docs\\a.md', 'docs/a.md'],
    ['C:\\home\\shop', 'C:\\home\\shop\\..notes\\a.md', '..notes/a.md'],
    ['C:\\home\\shop', 'C:\\home\\shop2\\a.md', null],
    ['C:\\home\\shop', 'C:\\work', null],
    ['C:\\home\\shop', 'C:\\home\\other\\a.md', null],
    ['C:\\home\\shop', 'D:\\home\\shop\\a.md', null],
    ['C:\\home\\shop', '\\\\server\\share\\home\\shop\\a.md', null],
    ['C:\\home\\shop', '\\\\?\\C:\\home\\shop\\a.md', null],
    ['\\\\server\\share\\shop', '\\\\server\\share\\shop\\docs\\a.md', 'docs/a.md'],
    ['\\\\server\\share\\shop', '\\\\SERVER\\share\\shop\\docs\\a.md', 'docs/a.md'],
    ['\\\\server\\share\\shop', '\\\\server\\share\\other\\a.md', null],
    ['\\\\server\\share\\shop', '\\\\server\\secret\\shop\\a.md', null],
    ['\\\\server\\share\\shop', '\\\\other\\share\\shop\\a.md', null],
  ])('Windows: %s, %s', (folder, path, name) => expect(nameBelow(folder, path, win32)).toBe(name));

  test.each([
    ['..\\outside.md', null],
    ['docs\\..\\..\\outside.md', null],
    ['..\\shop2\\a.md', null],
    ['../outside.md', null],
    ['\\Windows\\win.ini', null],
    ['D:\\outside.md', null],
    ['\\\\server\\share\\a.md', null],
    ['docs\\..\\a.md', 'a.md'],
    ['.\\docs/a.md', 'docs/a.md'],
    ['C:\\home\\shop\\docs\\a.md', 'docs/a.md'],
    ['C:/home/shop/docs/a.md', 'docs/a.md'],
  ])('Windows: %s as an argument', (name, expected) =>
    expect(nameBelow('C:\\home\\shop', win32.resolve('C:\\home\\shop', name), win32)).toBe(expected),
  );

  test.each([
    ['/home/shop', '/home/shop/docs/a.md', 'docs/a.md'],
    ['/', '/docs/a.md', 'docs/a.md'],
    ['/home/shop', '/home/shop/a\\b.md', 'a\\b.md'],
    ['/home/shop', '/home/shop2/a.md', null],
    ['/home/shop', '/Home/Shop/a.md', null],
    ['/home/shop', '/', null],
  ])('elsewhere: %s, %s', (folder, path, name) => expect(nameBelow(folder, path, posix)).toBe(name));
});

test('backslashes separate on Windows only', () => {
  expect([slashes('docs\\**\\07-*.md', win32), slashes('a\\b.md', posix)]).toEqual(['docs/**/07-*.md', 'a\\b.md']);
});

describe('a document that the hook is told of', () => {
  const project = 'C:\\home\\shop';
  test.each([
    ['docs\\06-technical-specification.md', project],
    ['docs/06-technical-specification.md', project],
    ['C:\\home\\shop\\docs\\06-technical-specification\\07-integrations.md', project],
    ['c:/home/shop/docs/.vibe-specs/07-integrations.draft.md', 'c:\\home\\shop'],
    ['packages\\api\\docs\\.vibe-specs\\07-integrations.draft.md', 'C:\\home\\shop\\packages\\api'],
    ['\\\\server\\share\\shop\\docs\\06-technical-specification.md', '\\\\server\\share\\shop'],
    ['D:\\docs\\06-technical-specification.md', 'D:\\'],
    // Outside of the session's folder: found here, and refused by whoever compares the two.
    ['..\\other\\docs\\06-technical-specification.md', 'C:\\home\\other'],
  ])('Windows: %s', (name, root) =>
    expect(documentOf(project, name, win32)).toEqual({ file: win32.resolve(project, name), root }),
  );

  test.each([
    '',
    'README.md',
    'docs\\readme.md',
    'docs\\06-technical-specification\\deep\\07.md',
    'xdocs\\06-technical-specification.md',
    'docs\\.vibe-specs\\notes.md',
    'docs\\06-technical-specification.md\\..\\x.md',
  ])('Windows: not %j', (name) => {
    expect(documentOf(project, name, win32)).toBe(null);
  });

  test('elsewhere: a project that is the root', () => {
    expect(documentOf('/', 'docs/06-technical-specification.md', posix)).toEqual({
      file: '/docs/06-technical-specification.md',
      root: '/',
    });
  });
});
