/**
 * Versions that were published before: a page that names one goes on finding it. Cloudflare keeps the files of the
 * newest deployment alone, so they are taken along from the one that stands.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Integrity, integrityOf, readIntegrity, writeIntegrity } from '../publish-files.ts';
import { DeploymentStopped } from './step.ts';

/** @param folder what is to be uploaded. @param url the deployment that stands. @returns the versions taken along. */
export async function keepEarlierVersions(
	folder: string,
	url: string,
	fetch: typeof globalThis.fetch,
): Promise<string[]> {
	const published = await publishedVersions(url, fetch);
	const own = readIntegrity(folder);
	const same = published.versions[own.latest];
	if (same && JSON.stringify(same) !== JSON.stringify(own.versions[own.latest])) {
		throw new DeploymentStopped(
			`Version ${own.latest} is published with other content, and pages may have its hash. ` +
				'Give yours a new one: npm version patch --no-git-tag-version',
		);
	}
	const earlier = Object.entries(published.versions).filter(([version]) => version !== own.latest);
	for (const [version, hashes] of earlier) {
		if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw unlike(url);
		mkdirSync(join(folder, `v${version}`), { recursive: true });
		for (const [file, hash] of Object.entries(hashes)) {
			if (!/^plaid-stripe-connect[\w-]*\.js$/.test(file)) throw unlike(url);
			const response = await fetch(`${url}/v${version}/${file}`);
			const content = new Uint8Array(await response.arrayBuffer());
			if (!response.ok || integrityOf(content) !== hash) throw unlike(url);
			writeFileSync(join(folder, `v${version}`, file), content);
		}
		own.versions[version] = hashes;
	}
	writeIntegrity(folder, own);
	return earlier.map(([version]) => version);
}

/** None where nothing was published so far. */
async function publishedVersions(url: string, fetch: typeof globalThis.fetch): Promise<Integrity> {
	const none = { latest: '', versions: {} };
	let response: Response;
	try {
		response = await fetch(`${url}/integrity.json`);
	} catch {
		throw new DeploymentStopped(
			`${url} could not be asked which versions of the script it has. Pages may name them by their hash, so they are ` +
				'taken along. If nothing is deployed there yet, or none is needed: `npm run deploy -- --forget-versions`.',
		);
	}
	if (response.status === 404) return none;
	try {
		const integrity = (await response.json()) as Integrity;
		if (response.ok && typeof integrity.versions === 'object') return integrity;
	} catch {
		// Told below.
	}
	throw unlike(url);
}

const unlike = (url: string) =>
	new DeploymentStopped(
		`${url}/integrity.json and the files that it names do not fit together. Check PUBLIC_URL; ` +
			'`npm run deploy -- --forget-versions` deploys without the versions from before.',
	);
