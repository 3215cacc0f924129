export { findSecrets } from '../code/secrets.ts';
