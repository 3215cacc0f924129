import { append } from '../append.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import { constraintsOf } from './constraints.ts';
import { contradictionsOf } from './contradictions.ts';
import { readDocument, readLines, type InputCode, type InputDocument, type InputLine } from './documents.ts';
import { apiBase, apiBasesOf, EndpointReader, endpointsOf } from './endpoints.ts';
import { environmentsOf, variablesOf } from './environments.ts';
import { featureRanges, listedFeatures, matrixPhases, readFeature, type FeatureRange } from './features.ts';
import { fingerprint } from './fingerprint.ts';
import { DDL, NO_GRAMMARS, type Grammars } from './grammars.ts';
import { languageOf } from './language.ts';
import { leftOut } from './left-out.ts';
import { oldSection7 } from './old-section.ts';
import { looksLikeOpenApi, readOpenApi, type OpenApi } from './openapi.ts';
import { prerequisitesOf } from './prerequisites.ts';
import { questionsOf } from './questions.ts';
import { locateSections, type Range } from './sections.ts';
import { sqlBlocks, tablesOf, tablesOfFiles, UNREAD_SCHEMA } from './tables.ts';
import { targetOf } from './target.ts';
import type { ApiBase, Feature, InputSection, Layout, Place, ProjectContext, SourceFile, Unread } from './types.ts';
import { VendorNames } from './vendor-names.ts';
import { vendorsOf } from './vendors.ts';

/** A file, or a heading of one, that the configuration gives to a section. */
export interface MappedFile {
  readonly number: InputSection['number'];
  readonly file: SourceFile;
  /** Null for the whole file. */
  readonly heading: string | null;
}

/** The texts of a project's inputs, as read.ts finds them. */
export interface ProjectFiles {
  readonly layout: Layout;
  /** Documents of the specification, in order of their names. */
  readonly specification: readonly SourceFile[];
  readonly architecture: SourceFile | null;
  /** Where Section 7 goes when no document has one yet. */
  readonly defaultTarget: string;
  /** What `inputs` of the configuration names, beside the usual files. */
  readonly mapped?: readonly MappedFile[];
  /** The file that the configuration keeps for Section 7 alone, where it exists. */
  readonly integrations?: SourceFile | null;
  /** Files that were seen beside the documents and are not read. */
  readonly ignored?: readonly string[];
}

const isMarkdown = (path: string) => /\.(?:md|mdx|markdown)$/i.test(path);

/** The inputs of Section 7 as data with places. Pure: the grammars that the texts need are loaded by `grammarsFor`. */
export function parseProject(
  files: ProjectFiles,
  catalog: ServiceCatalog,
  grammars: Grammars = NO_GRAMMARS,
): ProjectContext {
  const mapped = files.mapped ?? [];
  const specification = files.specification.map(readDocument);
  const architecture = files.architecture && readDocument(files.architecture);
  const mappedDocuments = mapped
    .filter((m) => isMarkdown(m.file.path))
    .map(({ number, file, heading }) => ({ number, heading, document: readDocument(file) }));
  const located = locateSections(specification, mappedDocuments, architecture);
  const documents = [...new Set([...specification, ...mappedDocuments.map((m) => m.document)])];
  const inputs = readInputs(located.ranges);
  const others = mapped.filter((m) => !isMarkdown(m.file.path)).map((m) => m.file);
  const sql = sqlBlocks(
    inputs.code,
    inputs.lines,
    others.filter((f) => /\.sql$/i.test(f.path)),
  );
  const schema =
    grammars.sql && sql.length > 0 ? grammars.sql(sql) : sql.some((b) => DDL.test(b.text)) ? UNREAD_SCHEMA : null;
  const features = featuresOf(inputs, architecture !== null || mapped.some((m) => m.number === 'architecture'));
  const apis = openApisOf(inputs.code, others, grammars);
  const api = endpointsOfInputs(inputs, apis.read);
  const variables = variablesOf(inputs.lines, inputs.code);
  const names = new VendorNames(catalog);
  const own = files.integrations ? readDocument(files.integrations) : null;
  const target = targetOf(documents, files.defaultTarget, own);
  const tables = tablesOf(schema, sql, inputs.code, inputs.lines, tablesOfFiles(others, grammars));
  const missed = leftOut(located, { ...api, tables: tables.tables }, grammars);
  const vendors = vendorsOf(
    { ...inputs, features, endpoints: api.endpoints, tables: tables.tables, variables: variables.structured },
    names,
  );
  const language = languageOf(inputs.lines);
  const home = [...documents, ...(own ? [own] : [])].find((d) => d.path === target.path);
  const prerequisites = prerequisitesOf(located.sections, inputs.lines, inputs.code, documents, others);
  const contradictions = once(() => contradictionsOf(vendors, features));
  const questions = once(() => questionsOf(inputs.lines, features));
  const constraints = once(() => constraintsOf(inputs.lines, inputs.code, names));
  const inputsHash = once(() => hashOf(located.ranges, others));
  const old = once(() => (home ? oldSection7(home, target, names) : null));
  return {
    layout: files.layout,
    files: unique([
      ...files.specification,
      ...(files.architecture ? [files.architecture] : []),
      ...mapped.map((m) => m.file),
      ...(files.integrations ? [files.integrations] : []),
    ]),
    sections: located.sections,
    prerequisites,
    language,
    features,
    endpoints: api.endpoints,
    apiBases: api.bases,
    endpointsComplete: api.complete && apis.unread.length === 0 && missed.length === 0,
    tables: tables.tables,
    sql,
    schemaComplete: tables.complete && missed.length === 0,
    environments: environmentsOf(inputs.lines, apis.read),
    variables: variables.all,
    vendors,
    // What only people and drafts read is made when it is asked for: a check needs none of it.
    get contradictions() {
      return contradictions();
    },
    get questions() {
      return questions();
    },
    get constraints() {
      return constraints();
    },
    unread: [
      ...ignoredFiles(files.ignored ?? [], files.layout),
      ...located.unread,
      ...missed,
      ...apis.unread,
      ...api.unread,
      ...tables.unread,
      ...unreadForms(
        inputs,
        features,
        prerequisites.some((p) => p.id === '3' && p.state === 'present'),
        language,
      ),
    ],
    get inputsHash() {
      return inputsHash();
    },
    target,
    get oldSection7() {
      return old();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const unique = (files: readonly SourceFile[]) => [...new Map(files.map((f) => [f.path, f])).values()];

interface Inputs {
  readonly lines: InputLine[];
  readonly code: InputCode[];
  readonly htmlTables: Place[];
  readonly features: readonly FeatureRange[];
}

/** Lines and code of all sections, each with the feature or section that it belongs to. */
function readInputs(ranges: readonly Range[]): Inputs {
  const features = featureRanges(ranges.filter((r) => r.number === '3'));
  const found: Inputs = { lines: [], code: [], htmlTables: [], features };
  const byDocument = new Map<InputDocument, Range[]>();
  for (const range of ranges) append(byDocument, range.document, range);
  for (const [document, own] of byDocument) {
    const inside = features.filter((f) => f.file === document.path);
    const section = new Array<string | null>(document.doc.blocks.length).fill(null);
    for (const { number, from, to } of [...own].reverse()) section.fill(number, from, to);
    for (const { id, from, to } of inside) section.fill(id, from, to);
    const { lines, code, htmlTables } = readLines(document, (block) => section[block]!);
    for (const line of lines) found.lines.push(line);
    found.code.push(...code);
    found.htmlTables.push(...htmlTables);
  }
  return found;
}

/** "Provider according to the architecture document" decides nothing while there is none. */
function openWithoutArchitecture(feature: Feature): Feature {
  const waits = feature.needs === 'stated' && feature.requirements.some((r) => /\barchitect/i.test(r.text));
  return waits ? { ...feature, needs: 'open' } : feature;
}

function featuresOf({ lines, features }: Inputs, hasArchitecture: boolean): Feature[] {
  const own = new Map<string, InputLine[]>(features.map((f) => [f.id, []]));
  for (const line of lines) own.get(line.section)?.push(line);
  const matrix = matrixPhases(lines, features);
  // A heading that is repeated is one feature: each reading goes over all lines of its id.
  const distinct = [...new Map(features.map((f) => [`${f.id} ${f.title}`, f] as const).reverse()).values()].reverse();
  const read = distinct.map((f) => readFeature(f, own.get(f.id)!, matrix.get(f.id) ?? null));
  const listed =
    read.length > 0
      ? []
      : listedFeatures(lines.filter((l) => l.section === '3')).map(({ line: _, ...feature }) => feature);
  return [...read, ...listed].map((f) => (hasArchitecture ? f : openWithoutArchitecture(f)));
}

interface ReadApi {
  readonly api: OpenApi;
  readonly place: Place;
  readonly section: string;
}

/** OpenAPI documents in fences of Section 4 and in mapped files. */
function openApisOf(
  code: readonly InputCode[],
  files: readonly SourceFile[],
  { yaml }: Grammars,
): { read: ReadApi[]; unread: Unread[] } {
  const sources = [
    ...code
      .filter((c) => /^(?:ya?ml|json|jsonc|)$/.test(c.language) && c.section === '4' && looksLikeOpenApi(c.text))
      .map(({ text, place, section }) => ({ text, place, section })),
    ...files
      .filter((f) => /\.(?:ya?ml|json)$/i.test(f.path))
      .map(({ path, text }) => ({
        text,
        place: { file: path, at: { start: 0, end: 0 }, line: 1, column: 1 },
        section: '4',
      })),
  ];
  const read: ReadApi[] = [];
  const unread: Unread[] = [];
  for (const { text, place, section } of sources) {
    const api = yaml && looksLikeOpenApi(text) ? readOpenApi(text, yaml) : null;
    if (api) read.push({ api, place, section });
    else
      unread.push({
        what: `OpenAPI at ${place.file}:${place.line}`,
        why: 'it cannot be parsed as an OpenAPI document',
        how: 'correct it, or set "inputs": { "api": "<the OpenAPI file>" } in vibe-specs.config.json',
      });
  }
  return { read, unread };
}

/** The end of the name of such a file. */
const OPENAPI_FILE = /(?:openapi|swagger)[\w.-]{0,60}\.(?:ya?ml|json)\b/i;

function endpointsOfInputs({ lines, code }: Inputs, apis: readonly ReadApi[]) {
  const isApi = (section: string) => section === '4' || section === 'architecture' || !/^(?:\d{1,2})$/.test(section);
  const servers = apis.flatMap(({ api, place }) =>
    api.servers.map((s) => apiBase(s.url, { ...place, line: place.line + s.line, column: 1 })),
  );
  const bases: ApiBase[] = [
    ...new Map(
      [...apiBasesOf(lines.filter((l) => l.section === '4' || l.section === 'architecture')), ...servers].map((b) => [
        b.text,
        b,
      ]),
    ).values(),
  ];
  const reader = new EndpointReader(bases);
  for (const line of lines) if (isApi(line.section)) reader.line(line);
  for (const block of code) if (block.section === '4') reader.code(block);
  for (const { api, place, section } of apis)
    for (const { method, path, line } of api.endpoints)
      reader.add(method, path, { section, place: { ...place, line: place.line + line, column: 1 } });
  const endpoints = endpointsOf(
    reader.found,
    bases.map((b) => b.prefix),
  );
  const unread: Unread[] = [];
  const [row] = reader.doubtful;
  if (row)
    unread.push({
      what: `${reader.doubtful.length} rows with a path and no method (${row.file}:${row.place.line})`,
      why: 'an endpoint is a method and a path',
      how: 'add a column "Method", or write `POST /path`',
    });
  const graphql = code.find((c) => c.section === '4' && /^(?:graphql|gql|proto|protobuf)$/.test(c.language));
  if (graphql)
    unread.push({
      what: `${graphql.language} at ${graphql.place.file}:${graphql.place.line}`,
      why: 'only HTTP endpoints are read',
      how: 'name webhook endpoints as `POST /path`',
    });
  const elsewhere = lines.find((l) => l.section === '4' && OPENAPI_FILE.test(l.source));
  if (elsewhere && apis.every((a) => a.place.file === elsewhere.file)) {
    const end = OPENAPI_FILE.exec(elsewhere.source)!;
    const name = /[\w./-]{0,100}$/.exec(elsewhere.source.slice(Math.max(0, end.index - 100), end.index))![0] + end[0];
    unread.push({
      what: `the OpenAPI document that ${elsewhere.file}:${elsewhere.place.line} names`,
      why: 'it is another file',
      how: `set "inputs": { "api": ${JSON.stringify(name)} } in vibe-specs.config.json`,
    });
  }
  const complete = endpoints.some((e) => e.section === '4') && unread.length === 0;
  return { endpoints, bases, complete, unread };
}

function ignoredFiles(paths: readonly string[], layout: Layout): Unread[] {
  return paths.map((path) => {
    if (isMarkdown(path))
      return { what: path, why: `the ${layout} beside it is read instead`, how: 'remove one of the two' };
    const key = /\.(?:sql|prisma)$/i.test(path) ? 'database' : 'api';
    return {
      what: path,
      why: 'only Markdown is read there',
      how: `set "inputs": { "${key}": ${JSON.stringify(path)} } in vibe-specs.config.json`,
    };
  });
}

/** What was seen in a form that is not read. */
function unreadForms(
  { htmlTables, lines }: Inputs,
  features: readonly Feature[],
  hasSection3: boolean,
  language: ProjectContext['language'],
): Unread[] {
  const unread: Unread[] = [];
  if (hasSection3 && features.length === 0) {
    const seen = lines
      .filter((l) => l.section === '3' && l.kind === 'heading')
      .slice(1, 6)
      .map((l) => `"${l.text}"`);
    unread.push({
      what: 'the features of Section 3',
      why: `no heading "### 3.n Title" and no id such as FR-001${seen.length > 0 ? `; its headings are ${seen.join(', ')}` : ''}`,
      how: 'give each feature a heading "### 3.2 Title", or set "inputs": { "features": "<file or folder with one heading for each feature>" } in vibe-specs.config.json',
    });
  }
  const [html] = htmlTables;
  if (html)
    unread.push({
      what: `${htmlTables.length} tables in HTML (${html.file}:${html.line})`,
      why: 'only tables in Markdown are read',
      how: 'write them as Markdown',
    });
  if (language === 'other') {
    unread.push({
      what: 'prose',
      why: 'it is neither English nor German',
      how: 'headings by number, tables, code spans, labels and names were read; read the documents for limits, budgets and open questions',
    });
  }
  return unread;
}

/**
 * Only what Section 7 is written from: applying a new Section 7 to the same file leaves the hash as it was. Sections
 * 3 to 6 come first, then the architecture.
 */
function hashOf(ranges: readonly Range[], others: readonly SourceFile[]): string {
  const order = ['3', '4', '5', '6', 'architecture', '1', '2', '8', '9', '10'];
  const sorted = [...ranges].sort((a, b) => order.indexOf(a.number) - order.indexOf(b.number));
  const texts = sorted.map(({ document: { doc }, from, to, number }) => {
    if (number === 'architecture' && from === 0) return doc.text.replace(/^\ufeff/, '');
    return doc.text.slice(doc.blocks[from]?.at.start ?? doc.text.length, doc.blocks[to]?.at.start ?? doc.text.length);
  });
  const architecture = ranges.some((r) => r.number === 'architecture') ? [] : [''];
  return fingerprint(
    [...texts, ...architecture, ...others.map((f) => f.text)].map((text) => text.replace(/\r\n?/g, '\n').trim()),
  );
}
