export { usePlaidLink } from 'react-plaid-link';
