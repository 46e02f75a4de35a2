CREATE TABLE `jobs` (
	`name` text PRIMARY KEY NOT NULL,
	`succeeded_at` integer,
	`failed_at` integer
);
--> statement-breakpoint
CREATE TABLE `schema_versions` (
	`version` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
DROP INDEX `events_waiting`;--> statement-breakpoint
ALTER TABLE `events` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `next_attempt_at` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `sent_again_at` integer;--> statement-breakpoint
CREATE INDEX `events_unresolved` ON `events` (coalesce(next_attempt_at, created_at)) WHERE delivered_at is null and failed_at is null;--> statement-breakpoint
INSERT OR IGNORE INTO `schema_versions` VALUES (5);
