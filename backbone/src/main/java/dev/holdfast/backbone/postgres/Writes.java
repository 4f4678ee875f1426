package dev.holdfast.backbone.postgres;

import static java.util.stream.Collectors.joining;

import java.util.Set;
import java.util.TreeMap;

/// Writes what is pending: all of it in one statement, however many rows there are, since each
/// statement is a round trip.
final class Writes {
    private Writes() {}

    /// @param channel the NOTIFY channel that says which buckets of the outbox have something
    static void all(Tx tx, Pending pending, String channel, Wake wake) {
        if (pending.none()) {
            return;
        }
        Together all = new Together();
        documents(all, pending);
        timers(all, pending);
        errands(all, pending);
        outbox(all, pending, channel);
        all.run(tx);
        Set<Integer> buckets = pending.buckets();
        boolean timers = pending.wakesTimers();
        boolean errands = !pending.errands().isEmpty();
        tx.afterCommit(() -> {
            buckets.forEach(bucket -> wake.ring(Wake.Loop.RELAY, bucket));
            if (timers) {
                wake.ring(Wake.Loop.TIMERS);
            }
            if (errands) {
                wake.ring(Wake.Loop.ERRANDS);
            }
        });
    }

    private static void documents(Together all, Pending pending) {
        Columns gone = new Columns(3);
        Columns put = new Columns(5);
        pending.documents()
                .forEach((place, document) -> {
                    String key = place.scope().key();
                    String text = document.text();
                    if (text == null) {
                        gone.row(key, place.shelf(), place.id());
                    } else {
                        put.row(key, place.shelf(), place.id(), text, document.at().toString());
                    }
                });
        all.add(
                "DELETE FROM document d USING unnest($1::text[], $2::text[], $3::text[]) AS u (key,"
                        + " shelf, id) WHERE d.shelf = u.shelf AND d.key = u.key AND d.id = u.id",
                gone);
        all.add(
                "INSERT INTO document (key, shelf, id, value, changed) SELECT key, shelf, id,"
                        + " value::json, changed::timestamptz FROM unnest($1::text[], $2::text[],"
                        + " $3::text[], $4::text[], $5::text[]) AS u (key, shelf, id, value,"
                        + " changed) ON CONFLICT (shelf, key, id) DO UPDATE SET value ="
                        + " excluded.value, changed = excluded.changed",
                put);
    }

    private static void outbox(Together all, Pending pending, String channel) {
        Columns rows = new Columns(6);
        for (Pending.Sent sent : pending.outbox()) {
            rows.row(
                    Integer.toString(sent.bucket()),
                    sent.topic(),
                    sent.key(),
                    sent.at().toString(),
                    sent.headers(),
                    sent.value());
        }
        all.add(
                "INSERT INTO outbox (bucket, topic, key, time, headers, value) SELECT"
                        + " bucket::smallint, topic, key, time::timestamptz, headers::json,"
                        + " convert_to(value, 'UTF8') FROM unnest($1::text[], $2::text[],"
                        + " $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS u"
                        + " (bucket, topic, key, time, headers, value, nth) ORDER BY nth",
                rows);
        Columns reached = new Columns(2);
        pending.sequences().forEach((scope, n) -> reached.row(scope.key(), Long.toString(n)));
        String buckets = pending.buckets().stream().map(String::valueOf).collect(joining(","));
        // The same words are sent once, however often they are said in a transaction.
        all.add(
                "UPDATE scope s SET sequence = u.sequence::bigint FROM unnest($1::text[],"
                        + " $2::text[]) AS u (key, sequence) WHERE s.key = u.key RETURNING"
                        + " pg_notify($3, $4)::text",
                reached,
                channel,
                buckets);
    }

    private static void timers(Together all, Pending pending) {
        Columns cancelled = new Columns(2);
        Columns set = new Columns(4);
        pending.timers()
                .forEach((timer, due) -> {
                    String key = timer.scope().key();
                    if (due == null) {
                        cancelled.row(key, timer.name());
                    } else {
                        String bucket = Integer.toString(pending.bucket(timer.scope()));
                        set.row(key, timer.name(), bucket, due.toString());
                    }
                });
        all.add(
                "DELETE FROM timer t USING unnest($1::text[], $2::text[]) AS u (key, name) WHERE"
                        + " t.key = u.key AND t.name = u.name",
                cancelled);
        all.add(
                "INSERT INTO timer (key, name, bucket, due) SELECT key, name, bucket::smallint,"
                        + " due::timestamptz FROM unnest($1::text[], $2::text[], $3::text[],"
                        + " $4::text[]) AS u (key, name, bucket, due) ON CONFLICT (key, name) DO"
                        + " UPDATE SET due = excluded.due",
                set);
    }

    private static void errands(Together all, Pending pending) {
        Columns rows = new Columns(3);
        // As everybody locks who locks several rows.
        new TreeMap<>(pending.errands())
                .forEach((errand, due) ->
                        rows.row(errand.scope().key(), errand.name(), due.toString()));
        all.add(
                "INSERT INTO errand (key, name, due, asked) SELECT key, name, due::timestamptz, 1"
                        + " FROM unnest($1::text[], $2::text[], $3::text[]) AS u (key, name, due) ON"
                        + " CONFLICT (key, name) DO UPDATE SET due = least(errand.due,"
                        + " excluded.due), asked = errand.asked + 1",
                rows);
    }
}
