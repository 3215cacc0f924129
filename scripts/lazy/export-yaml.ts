export { asyncapi } from '../export/asyncapi.ts';
export { prometheus } from '../export/prometheus.ts';
