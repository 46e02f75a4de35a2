ALTER TABLE `payments` ADD `next_action` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `confirms_separately` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `intent_to_confirm` text;--> statement-breakpoint
INSERT OR IGNORE INTO `schema_versions` VALUES (6);
