/**
 * Earlier versions of the script, which pages may name. Cloudflare keeps only the files of the newest deployment, so each
 * deployment downloads them from the current one and uploads them again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Integrity, integrityOf, readIntegrity, writeIntegrity } from '../publish-files.ts';
import { DeploymentStopped } from './cloudflare.ts';

/** @param folder what is about to be uploaded @param url the current deployment @returns the versions that were kept */
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
			`Version ${own.latest} is already published with other content, and pages may have its hash. ` +
				'Give yours a new version: npm version patch --no-git-tag-version',
		);
	}
	const earlier = Object.entries(published.versions).filter(([version]) => version !== own.latest);
	for (const [version, hashes] of earlier) {
		if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw mismatch(url);
		mkdirSync(join(folder, `v${version}`), { recursive: true });
		for (const [file, hash] of Object.entries(hashes)) {
			if (!/^plaid-stripe-connect[\w-]*\.js$/.test(file)) throw mismatch(url);
			const response = await fetch(`${url}/v${version}/${file}`);
			const content = new Uint8Array(await response.arrayBuffer());
			if (!response.ok || integrityOf(content) !== hash) throw mismatch(url);
			writeFileSync(join(folder, `v${version}`, file), content);
		}
		own.versions[version] = hashes;
	}
	writeIntegrity(folder, own);
	return earlier.map(([version]) => version);
}

/** Empty if nothing was published so far. */
async function publishedVersions(url: string, fetch: typeof globalThis.fetch): Promise<Integrity> {
	const none = { latest: '', versions: {} };
	let response: Response;
	try {
		response = await fetch(`${url}/integrity.json`);
	} catch {
		throw new DeploymentStopped(
			`${url} did not answer which versions of the script it has. Pages may name them, so each deployment keeps ` +
				'them. If nothing is deployed there yet, or none is needed: `npm run deploy -- --forget-versions`.',
		);
	}
	if (response.status === 404) return none;
	try {
		const integrity = (await response.json()) as Integrity;
		if (response.ok && typeof integrity.versions === 'object') return integrity;
	} catch {
		// Reported below.
	}
	throw mismatch(url);
}

const mismatch = (url: string) =>
	new DeploymentStopped(
		`${url}/integrity.json and the files that it names do not match. Check PUBLIC_URL; ` +
			'`npm run deploy -- --forget-versions` deploys without the earlier versions.',
	);
