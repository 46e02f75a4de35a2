/** Shows what workerd itself costs. */
export default { fetch: () => new Response(null, { status: 204 }) };
