import type { Settings } from './settings.ts';

/** The code that a merchant copies for what the preview shows. */
export function snippet({ attributes, properties, label, isWide }: Settings): string {
	const lines = ['<script type="module" src="https://bank.shop.example/plaid-stripe-connect.js"></script>'];
	const rules = [...properties].map(([name, value]) => `\t\t${name}: ${value};`);
	if (isWide) rules.push('\t\twidth: 100%;');
	if (rules.length > 0) lines.push('<style>', '\tplaid-stripe-connect {', ...rules, '\t}', '</style>');

	const written = [...attributes].map(([name, value]) =>
		value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`,
	);
	lines.push('', `<plaid-stripe-connect${written.join('')}>${escapeHtml(label)}</plaid-stripe-connect>`);
	lines.push(
		'',
		'<script type="module">',
		"\tdocument.addEventListener('bank-token', ({ detail }) => {",
		'\t\tdetail.connection; //       conn_…: your server reads everything else under it',
		'\t\tdetail.bankAccountToken; // btok_…: attach it to a Stripe Customer, once',
		'\t});',
	);
	if (attributes.has('authorize')) {
		lines.push(
			"\tdocument.addEventListener('bank-authorized', ({ detail }) => {",
			'\t\tdetail.connection; //    with it, your server takes the payment: POST /v1/payments',
			'\t\tdetail.authorization; // auth_…: what the shopper has accepted',
			'\t});',
		);
	}
	lines.push('</script>');
	return lines.join('\n');
}

const escapeHtml = (text: string): string =>
	text.replace(
		/[&<>"]/g,
		(character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '',
	);
