DROP INDEX `authorizations_created_at`;--> statement-breakpoint
CREATE INDEX `authorizations_accepted_at` ON `authorizations` (`accepted_at`,`created_at`);--> statement-breakpoint
CREATE INDEX `authorizations_revoked_at` ON `authorizations` (`revoked_at`) WHERE revoked_at is not null;