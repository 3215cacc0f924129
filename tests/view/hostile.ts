/** What a hostile document may hold to get markup, a script or a style onto the page. */
export const PAYLOADS: readonly string[] = [
  '<script>window.ran = 1</script>',
  '</script><script>window.ran = 1</script>',
  '</style><style>body { display: none }</style><script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '"><svg onload=window.ran=1>',
  "' onmouseover='window.ran = 1' x='",
  '" autofocus onfocus="window.ran = 1" x="',
  '--> <script>window.ran = 1</script> <!--',
  '<!-- x --><script>window.ran = 1</script>',
  '<![CDATA[ <script>window.ran = 1</script> ]]>',
  '[x](javascript:window.ran=1) <javascript:window.ran=1> ![x](javascript:window.ran=1)',
  '[x](data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=) ![x](data:image/svg+xml,<svg/onload=window.ran=1>)',
  '[x](https://example.com/"onclick="window.ran=1) <https://example.com/"><script>window.ran=1</script>>',
  '&lt;script&gt;window.ran = 1&lt;/script&gt; &#60;img src=x onerror=window.ran=1&#62;',
  '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe><base href="https://example.com/"><meta http-equiv=refresh content="0;url=javascript:window.ran=1">',
  '`</code><script>window.ran = 1</script>` **</strong><script>window.ran = 1</script>**',
  '<style>@import "https://example.com/x.css"</style><link rel=stylesheet href=https://example.com/x.css>',
  'constructor __proto__ toString [^constructor] [^__proto__] ${window.ran = 1} {{window.ran = 1}}',
];

/** The document with a text added to each heading, cell, line of prose, line of code, fence and footnote. */
export function poisoned(text: string, payload: string): string {
  let isCode = false;
  const cell = payload.replaceAll('|', '\\|');
  return text
    .split('\n')
    .map((line, i, lines) => {
      if (line.startsWith('```')) {
        isCode = !isCode;
        return isCode ? `${line} ${payload.replaceAll('`', '')}` : line;
      }
      if (isCode) return `${line} ${payload}`;
      if (/^\|[-| ]+\|$/.test(line) || line.startsWith('<!-- vibe-specs')) return line;
      const isHeader = lines[i + 1]?.startsWith('|---') ?? false;
      if (isHeader) return `${line} ${cell} |`;
      if (line.startsWith('|')) return line.replace(/ \|(?= |$)/g, () => ` ${cell} |`);
      return line.trim() === '' ? line : `${line} ${payload}`;
    })
    .join('\n')
    .replace(/^(\|[-|]+\|)$/gm, '$1---|');
}
