/** What a path says of a file: whether it is read, and as what. */

/** Not the project's own, made by a program, or the documents that the repository is compared with. */
const FOREIGN =
  /(?:^|\/)(?:\.git|node_modules|bower_components|vendor|third_party|dist|build|out|target|bin|obj|coverage|\.next|\.nuxt|\.svelte-kit|\.terraform|\.venv|venv|site-packages|__pycache__|\.yarn|generated|__generated__|\.vibe-specs)\//;
const GENERATED = /\.(?:min|bundle|generated|pb)\.[a-z]+$|\.(?:map|lock\.hcl)$/i;

const SCRIPT = /\.(?:[mc]?[jt]s|[jt]sx)$/;
/** Languages that are read as text. */
const TEXT = /\.(?:py|rb|php|java|kt|kts|scala|groovy|go|cs|fs|ex|exs|rs|swift|dart|vue|svelte|astro|erb|sh)$/;
const DATA = /\.(?:ya?ml|json|toml|tf|tfvars|hcl|properties|xml|gradle|csproj|fsproj|props|sql|prisma|conf|cfg|ini|tpl|tmpl|service)$/;
const NAMED =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w.-]*\.env|env\.(?:example|sample|template)|Dockerfile[\w.-]*|Procfile|Makefile|Gemfile(?:\.lock)?|go\.mod|requirements[\w-]*\.txt|Pipfile|config\.ru|(?:poetry|uv|yarn|composer)\.lock)$/;

export const isScript = (path: string) => SCRIPT.test(path);
export const isText = (path: string) => TEXT.test(path);
export const isCode = (path: string) => SCRIPT.test(path) || TEXT.test(path);
export const isYaml = (path: string) => /\.ya?ml$/.test(path);
export const isSql = (path: string) => /\.sql$/.test(path);
export const isEnvFile = (path: string) => /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w.-]*\.env|env\.(?:example|sample|template))$/.test(path);
export const isLock = (path: string) =>
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|poetry\.lock|uv\.lock|composer\.lock|Gemfile\.lock)$/.test(path);
export const isWorkflow = (path: string) => /(?:^|\/)\.(?:github\/|gitlab-ci|circleci)/.test(path);
/** What the project runs on itself: it may use what the product does not. */
export const isTool = (path: string) => /^(?:scripts?|tools?|hack|ci)\//.test(path) || isWorkflow(path);
/** What others fill in and run; those of a chart are the project's own. */
const isTemplate = (path: string) => /(?:^|\/)templates?\/.*\.ya?ml$/.test(path) && !/chart|helm/i.test(path);

/** Tests, examples and documents name what the product does not use. */
export const isAside = (path: string) =>
  isTemplate(path) ||
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e|cypress|playwright|fixtures?|mocks?|examples?|samples?|docs?|stories|testing|testdata|locales?|i18n)\//i.test(path) ||
  /(?:[._-](?:test|spec|stories|e2e)\.[a-z]+$|(?:^|\/)\.env\.test|(?:^|[._-])(?:ci|test)\.ya?ml$|(?:^|\/)(?:test_[\w]+|[\w]+_test|conftest)\.(?:py|go|rb|exs)$|Tests?\.(?:java|kt|cs)$)/.test(path);

const isDocument = (path: string) => /^docs\/(?:0\d-|\.vibe-specs)/.test(path);

export const isRead = (path: string) =>
  !FOREIGN.test(path) &&
  !GENERATED.test(path) &&
  !isDocument(path) &&
  (isCode(path) || DATA.test(path) || NAMED.test(path));
