export { PlaidLink } from '@jcss/vue-plaid-link';
