/** What workerd itself takes. */
export default { fetch: () => new Response(null, { status: 204 }) };
