import { listOf } from '../../words.ts';
import { rowsOf } from '../../rules/shared/tables.ts';
import type { TableKind } from '../../spec/format.ts';
import { html, type Html } from '../html.ts';
import { featuresOf } from '../source.ts';
import { short, type View } from './common.ts';

/** Search and filters; they need the script, and are hidden without it. */
export function finder({ source: { section } }: View): Html {
  const features = featuresOf(section).map(({ id, title }) => ({ value: id, name: `${id} ${title}` }));
  const services = section.services.map((service) => ({ value: service.number, name: short(service) }));
  const people = [...new Set([...peopleIn('decisions', 'owner'), ...peopleIn('setup', 'who')])].sort();
  function peopleIn<K extends TableKind>(kind: K, key: string): string[] {
    return rowsOf(section, kind).flatMap(({ row }) =>
      listOf((row.cells as Record<string, { text: string } | undefined>)[key]?.text ?? ''),
    );
  }
  return html`<form role="search" id="finder" autocomplete="off">
<label for="query" class="hidden">Search</label>
<input type="search" id="query" placeholder="Search" aria-keyshortcuts="/">
<details><summary>Filter</summary>
${select('features', 'Feature', features)}${select('services', 'Service', services)}
${select(
  'people',
  'Owner',
  people.map((name) => ({ value: name, name })),
)}
</details></form>`;
}

function select(id: string, name: string, options: readonly { value: string; name: string }[]): Html {
  return html`<label for="by-${id}">${name}</label>
<select id="by-${id}" data-filter="${id}"><option value="">Any</option>
${options.map((option) => html`<option value="${option.value}">${option.name}</option>`)}</select>`;
}
