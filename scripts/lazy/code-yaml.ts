export { yamlFault } from '../code/yaml.ts';
