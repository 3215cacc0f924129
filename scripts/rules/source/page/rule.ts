import type { Rule } from '../../types.ts';

/** `stripe 19.1.0, types/Webhooks.d.ts`, `go-oidc v3.9.0`: a version of a package is as good as a page. */
const PACKAGE = /\b\d+\.\d+(?:\.\d+)?\b/;

export const rule: Rule = {
  id: 'source/page',
  severity: 'warning',
  summary: 'Whoever doubts a fact has to find it: a footnote names the page or the file, not a home page.',
  *check({ section }) {
    for (const { id, url, text, at } of section.footnotes) {
      if (url === null) {
        if (!PACKAGE.test(text))
          yield {
            at,
            message: `Missing page of footnote [^${id}], expected a URL, or a package with its version and file`,
          };
      } else if (isSiteRoot(url))
        yield {
          at,
          message: `Unexpected home page ${url} in footnote [^${id}], expected the page that shows the fact`,
        };
    }
  },
};

function isSiteRoot(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search, hash } = new URL(url);
  return pathname.replace(/\/+$/, '') === '' && search === '' && hash === '';
}
