INSERT INTO account (id, username, fingerprint, paused, first_look_at, baseline_x_id)
    VALUES ('2244994945', 'scicomm_bot', '8d1c', 'cannot look: X answered 401: Unauthorized; the four credentials are wrong, revoked or swapped', '2026-11-25T07:00:02.000000+00:00', '1789000000000000007');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, x_post_id, reason, settled, duplicate, adopted, media_sha256)
    VALUES ('adopted-1789000000000000007', '2244994945', 'paper/adopted', 'What finding adopted says.', '20404e1b9e2598f3e4f25900c2f82ffbe9005276aff13af06dddcaf0be5e92d6', 0, 'posted', '2026-10-26T07:00:02.000000+00:00', '2026-10-26T07:00:02.000000+00:00', '2026-10-26T07:00:02.000000+00:00', '2026-10-26T07:00:02.000000+00:00', '1789000000000000007', 'found on X', 0, 0, 1, '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, slot, claimed_at, send_by, ends_by, ended_at, x_post_id, settled, duplicate, adopted, media_sha256)
    VALUES ('attempt-1', '2244994945', 'paper/posted', 'What finding posted says.', '5c5d74b72fcbbd86f287bb7a197aa5476701865d5ca78e09b349c42732e99e39', 15000, 'posted', '2026-11-25T07:00:00.000000+00:00', '2026-11-25T07:00:02.000000+00:00', '2026-11-25T07:00:07.000000+00:00', '2026-11-25T07:00:37.000000+00:00', '2026-11-25T07:00:02.000000+00:00', '1790000000000000001', 0, 0, 0, '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, x_post_id, settled, duplicate, adopted, withdrawn_at, withdrawn_why, media_sha256)
    VALUES ('attempt-2', '2244994945', 'paper/withdrawn', 'What finding withdrawn says.', '6e4e2d8b6741e0d444decef34818b24ec090a84db856ac13dbc36e29bdc12bba', 15000, 'posted', '2026-11-25T12:00:02.000000+00:00', '2026-11-25T12:00:07.000000+00:00', '2026-11-25T12:00:37.000000+00:00', '2026-11-25T12:00:02.000000+00:00', '1790000000000000002', 0, 0, 0, '2026-11-25T12:05:02.000000+00:00', 'a wrong figure; it isn''t 12%', '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, reason, settled, duplicate, adopted, media_sha256)
    VALUES ('attempt-3', '2244994945', 'paper/refused', 'What finding refused says.', 'd5f211d195f04109e13f0569605b9a423e8452e57efa17ec5faf9397f1ec8a3b', 15000, 'refused', '2026-11-25T13:05:02.000000+00:00', '2026-11-25T13:05:07.000000+00:00', '2026-11-25T13:05:37.000000+00:00', '2026-11-25T13:05:02.000000+00:00', 'X answered 400: Your Tweet text is too long', 0, 0, 0, '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, reason, settled, duplicate, adopted, media_sha256)
    VALUES ('attempt-4', '2244994945', 'paper/skipped', 'What finding skipped says.', '980bd055c038c09d62e3a28d1903947811a9f19305f56e241514e85e90ce3913', 15000, 'skipped', '2026-11-25T14:05:02.000000+00:00', '2026-11-25T14:05:07.000000+00:00', '2026-11-25T14:05:37.000000+00:00', '2026-11-25T15:05:02.000000+00:00', 'a person said that it is not to be sent', 0, 0, 0, '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, reason, settled, duplicate, adopted, media_sha256)
    VALUES ('attempt-5', '2244994945', 'paper/settled', 'What finding settled says.', '4197e20cfc8b797357988482a1a92fbad19f0e54305e3e495128937fb2ec280b', 15000, 'released', '2026-11-25T15:05:02.000000+00:00', '2026-11-25T15:05:07.000000+00:00', '2026-11-25T15:05:37.000000+00:00', '2026-11-25T15:16:02.000000+00:00', 'not on X: two looks, far enough apart, did not find it', 1, 0, 0, '');
INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, ended_at, reason, settled, duplicate, adopted, media_sha256)
    VALUES ('of-another-process', '2244994945', 'paper/other', 'What finding other says.', '3bb380d3af53702ac65edd9e3de4239b7e05ad1871aed81c4ffed606e64ffa34', 15000, 'unknown', '2026-11-28T07:00:05.000000+00:00', '2026-11-28T07:00:10.000000+00:00', '2026-11-28T07:00:40.000000+00:00', '2026-11-28T07:00:09.000000+00:00', 'no answer came in time', 0, 0, 0, '');
INSERT INTO look (attempt_id, began, ended, looked_at)
    VALUES ('attempt-5', '2026-11-25T15:06:02.000000+00:00', '2026-11-25T15:06:02.000000+00:00', '2026-11-25T15:06:02.000000+00:00');
INSERT INTO look (attempt_id, began, ended, looked_at)
    VALUES ('attempt-5', '2026-11-25T15:16:02.000000+00:00', '2026-11-25T15:16:02.000000+00:00', '2026-11-25T15:16:02.000000+00:00');
INSERT INTO look (attempt_id, began, ended, looked_at)
    VALUES ('of-another-process', '2026-11-28T07:00:09.000000+00:00', '2026-11-28T07:00:10.000000+00:00', '2026-11-28T07:00:10.000000+00:00');
INSERT INTO service (name, started_at, seen_at)
    VALUES ('host:7:ab12', '2026-11-25T07:00:02.000000+00:00', '2026-11-25T07:00:02.000000+00:00');
INSERT INTO retraction (doi, checked_at, source, known, updates)
    VALUES ('10.5555/naps', '2026-11-25T16:16:02.000000+00:00', 'https://api.crossref.org', 1, '{"by": [{"type": "retraction", "doi": "10.5555/notice", "on": "2026-05-03", "sources": ["publisher", "retraction-watch"]}], "of": []}');
INSERT INTO wait (source, not_before)
    VALUES ('https://api.crossref.org', '2026-11-25T17:16:02.000000+00:00');
