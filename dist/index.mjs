import library from './index.cjs';
export const { lint, parseSection, preflight, verifyWebhook } = library;
