declare module '*?raw' {
	const text: string;
	// biome-ignore lint/style/noDefaultExport: Vite's form.
	export default text;
}
