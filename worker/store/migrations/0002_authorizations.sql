CREATE TABLE `authorizations` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`link_token_hash` text NOT NULL,
	`kind` text NOT NULL,
	`amount` integer,
	`shown` text NOT NULL,
	`text_version` text NOT NULL,
	`accepted_at` integer,
	`acceptance` text,
	`payment_id` text,
	`mandate` text,
	`revoked_at` integer,
	`livemode` integer NOT NULL,
	`last_event_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `authorizations_connection_id` ON `authorizations` (`connection_id`,`accepted_at`);--> statement-breakpoint
CREATE INDEX `authorizations_created_at` ON `authorizations` (`created_at`);--> statement-breakpoint
ALTER TABLE `connections` ADD `authorization_id` text;--> statement-breakpoint
ALTER TABLE `link_sessions` ADD `session_id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `authorization_kind` text DEFAULT 'one_time' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `authorization_amount` integer;--> statement-breakpoint
CREATE INDEX `exchanges_link_token_hash` ON `exchanges` (`link_token_hash`);