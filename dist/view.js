// Shows one page at a time, by the address' hash, and finds. Without it all pages stand below each other.
(() => {
  document.documentElement.classList.add('js');
  const of = (id) => document.getElementById(id);
  const base = document.title;
  const state = { page: null, marked: null };

  function named() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return '';
    }
  }

  /** Scrolled with keys only where there is something to scroll. */
  function reachable(page) {
    for (const box of page.querySelectorAll('.scroll, pre')) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  }

  function show(page) {
    for (const other of document.querySelectorAll('.page')) other.hidden = other !== page;
    for (const link of document.querySelectorAll('nav a')) {
      if (link.hash === `#${encodeURIComponent(page.id)}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${page.querySelector('h1').textContent} · ${base}`;
    state.page = page;
    reachable(page);
  }

  /** To what the hash names: its page is shown, and it is marked and read out. */
  function go(event) {
    const name = named();
    const target = of(name) ?? of(name.toUpperCase());
    if (target?.id === 'main') return;
    of('missing').hidden = name === '' || target !== null;
    of('missing').textContent = `Nothing in this section is called “${name}”.`;
    const page = target?.closest('.page') ?? document.querySelector('.page');
    show(page);
    state.marked?.classList.remove('here');
    state.marked = target && target !== page ? target : null;
    state.marked?.classList.add('here');
    const focused = state.marked ?? page.querySelector('h1');
    if (!focused.hasAttribute('tabindex')) focused.tabIndex = -1;
    if (event || state.marked) focused.focus({ preventScroll: true });
    if (state.marked) state.marked.scrollIntoView({ block: 'start' });
    else scrollTo(0, 0);
  }

  function titlesOf(element) {
    const page = element.closest('.page').querySelector('h1').textContent;
    const heading = element.closest('.chunk')?.querySelector('h2')?.textContent;
    return heading && heading !== page ? [page, heading] : [page];
  }

  const blocks = [];
  function collect() {
    for (const element of document.querySelectorAll('.block')) {
      const { services = '', features = '', people = '' } = element.dataset;
      const lists = { services: services.split('\n'), features: features.split('\n'), people: people.split('\n') };
      // Where it stands belongs to what it says: "Stripe is down" is a row about Stripe below "When something is down".
      const text = [...titlesOf(element), element.textContent].join(' ').toLowerCase();
      blocks.push({ element, lists, text });
    }
  }

  function wanted() {
    const words = of('query').value.toLowerCase().split(/\s+/).filter(Boolean);
    const filters = [...document.querySelectorAll('select[data-filter]')].filter(({ value }) => value);
    return { words, filters, any: words.length + filters.length > 0 };
  }

  const MOST = 200;
  function find() {
    const { words, filters, any } = wanted();
    if (!any) return go();
    if (blocks.length === 0) collect();
    const ranked = blocks
      .filter(({ lists }) => filters.every(({ dataset, value }) => lists[dataset.filter].includes(value)))
      .map((block) => ({ ...block, hits: words.filter((word) => block.text.includes(word)).length }));
    // Where no place has all words, those that have most of them.
    const most = Math.max(0, ...ranked.map(({ hits }) => hits));
    const found = words.length > 0 && most === 0 ? [] : ranked.filter(({ hits }) => hits === most);
    const partly = found.length > 0 && most < words.length ? ` with ${most} of ${words.length} words` : '';
    const shown = found.length > MOST ? `, the first ${MOST} are shown` : '';
    of('found').textContent = `${found.length} ${found.length === 1 ? 'place' : 'places'}${partly}${shown}`;
    of('results').replaceChildren(...found.slice(0, MOST).map(({ element }) => result(element, words)));
    show(of('find'));
    scrollTo(0, 0);
  }

  function result(element, words) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = `#${encodeURIComponent(element.id)}`;
    link.textContent = titlesOf(element).join(' · ');
    const text = document.createElement('p');
    text.append(...marked(excerpt(element, words[0]), words));
    item.append(link, text);
    return item;
  }

  function excerpt(element, word) {
    const copy = element.cloneNode(true);
    for (const note of copy.querySelectorAll('sup')) note.remove();
    const parts = [...copy.querySelectorAll(copy.tagName === 'TR' ? 'td' : ':scope > p, dd')];
    const text = (parts.length > 0 ? parts : [copy])
      .map((part) => part.textContent.replace(/\s+/g, ' ').trim())
      .filter(Boolean)
      .join(' · ');
    const at = word ? text.toLowerCase().indexOf(word) : 0;
    const from = Math.max(0, at - 120);
    return (from > 0 ? '…' : '') + text.slice(from, from + 320) + (text.length > from + 320 ? '…' : '');
  }

  /** The words of the query are marked. */
  function marked(text, words) {
    const lower = text.toLowerCase();
    const parts = [];
    // Some letters are longer in lower case; then places differ, and nothing is marked.
    for (let at = 0; at < text.length; ) {
      const hits =
        lower.length === text.length
          ? words.map((word) => ({ word, index: lower.indexOf(word, at) })).filter(({ index }) => index >= 0)
          : [];
      if (hits.length === 0) return [...parts, text.slice(at)];
      const { word, index } = hits.reduce((a, b) => (b.index < a.index ? b : a));
      const mark = document.createElement('mark');
      mark.textContent = text.slice(index, index + word.length);
      parts.push(text.slice(at, index), mark);
      at = index + word.length;
    }
    return parts;
  }

  document.addEventListener('DOMContentLoaded', () => {
    go();
    addEventListener('hashchange', go);
    addEventListener('resize', () => state.page && reachable(state.page));
    of('finder').addEventListener('input', find);
    of('finder').addEventListener('submit', (event) => event.preventDefault());
    // Where the hash names what is shown already, a click changes nothing that would be heard.
    document.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      if (link && link.hash === location.hash) go(event);
    });
    document.addEventListener('keydown', (event) => {
      if (
        event.key !== '/' ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.target.matches('input, select, textarea')
      )
        return;
      event.preventDefault();
      of('query').focus();
    });
  });
})();
