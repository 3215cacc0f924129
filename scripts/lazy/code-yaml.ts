export { yamlFault } from '../code/yaml.ts';
export { yamlValue } from '../code/yaml-value.ts';
