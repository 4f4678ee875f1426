package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;

import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `aws.rds.restore`: a new database instance from the first snapshot of a list that is there and
/// available, in the same subnets, behind the same security groups, with the same parameters as the
/// instance it stands in for; then waits until it is available. The old instance is not touched, so
/// an undo deletes the new one.
public final class RdsRestore extends AwsAction<RdsClient> implements UndoableAction {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String SNAPSHOT = "snapshot";
    private static final String EFFECT = "holdfast-effect";
    private static final String ROLLBACK = "holdfast-rollback";

    /// States of an instance that nobody has ever written to. Others of the name `incompatible-…`, and
    /// `failed`, are also states of one that was up.
    private static final List<String> NEVER_UP =
            List.of("creating", "incompatible-restore", "incompatible-network");

    public RdsRestore() {
        super(
                "aws.rds.restore",
                "rds",
                (call, limit) -> Account.client(RdsClient.builder(), call, limit),
                ArgumentForm.needs("snapshots", ArgumentType.TEXTS),
                ArgumentForm.needs("instance", ArgumentType.TEXT),
                ArgumentForm.needs("like", ArgumentType.TEXT),
                ArgumentForm.takes("class", ArgumentType.TEXT),
                ArgumentForm.takes("subnet-group", ArgumentType.TEXT),
                ArgumentForm.takes("security-groups", ArgumentType.TEXTS),
                ArgumentForm.takes("parameter-group", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("endpoint", "port", SNAPSHOT);
    }

    @Override
    Preview look(Call call, RdsClient client) {
        DBInstance like =
                instance(client, call.text("like"))
                        .orElseThrow(() ->
                                new Hindered(
                                        "there is no instance %s".formatted(call.text("like"))));
        List<String> passed = new ArrayList<>();
        DBSnapshot snapshot = chosen(call, client, passed);
        List<String> obstacles = new ArrayList<>();
        if (instance(client, call.text("instance")).isPresent()) {
            obstacles.add("there is an instance %s already".formatted(call.text("instance")));
        }
        Shape shape = Shape.of(call, like);
        String lost =
                "what was written to %s since %s, once %s is used instead"
                        .formatted(
                                call.text("like"),
                                snapshot.snapshotCreateTime(),
                                call.text("instance"));
        return Preview.of(
                        "restore snapshot %s of %s as instance %s, %s"
                                .formatted(
                                        snapshot.dbSnapshotIdentifier(),
                                        snapshot.snapshotCreateTime(),
                                        call.shown("instance"),
                                        shape.told()),
                        Repeat.CHECKABLE,
                        Duration.ofMinutes(15))
                .moving(Map.of(SNAPSHOT, snapshot.dbSnapshotIdentifier()), Map.of())
                .losing(lost)
                .unchecked(passed)
                .hindered(obstacles);
    }

    /// @param passed is told why earlier ones of the list were passed over
    private static DBSnapshot chosen(Call call, RdsClient client, List<String> passed) {
        for (String wanted : call.texts("snapshots")) {
            String name = identifier(wanted);
            try {
                List<DBSnapshot> found =
                        client.describeDBSnapshots(r -> r.dbSnapshotIdentifier(name)).dbSnapshots();
                if (!found.isEmpty() && "available".equalsIgnoreCase(found.getFirst().status())) {
                    return found.getFirst();
                }
                passed.add(
                        "snapshot %s is %s"
                                .formatted(
                                        name,
                                        found.isEmpty() ? "not there" : found.getFirst().status()));
            } catch (DbSnapshotNotFoundException _) {
                passed.add("snapshot %s is not there".formatted(name));
            }
        }
        throw new Hindered("no snapshot can be used: " + String.join(", ", passed));
    }

    /// As RDS takes it: a version's dots, as in `pre-v2.0.0`, are hyphens in any name that there can be.
    private static String identifier(String name) {
        return name.replaceAll("[^A-Za-z0-9:-]", "-");
    }

    static Optional<DBInstance> instance(RdsClient client, String name) {
        try {
            return client
                    .describeDBInstances(r -> r.dbInstanceIdentifier(name))
                    .dbInstances()
                    .stream()
                    .findFirst();
        } catch (DbInstanceNotFoundException _) {
            return Optional.empty();
        }
    }

    @Override
    Finding act(Call call, Effect effect, RdsClient client) {
        if (instance(client, call.text("instance")).isEmpty()) {
            DBInstance like = instance(client, call.text("like")).orElse(null);
            if (like == null) {
                return new Finding.NotDone(
                        "there is no instance %s any more".formatted(call.text("like")), "");
            }
            Shape shape = Shape.of(call, like);
            client.restoreDBInstanceFromDBSnapshot(r ->
                    shape.into(r)
                            .dbInstanceIdentifier(call.text("instance"))
                            .dbSnapshotIdentifier(call.rests().get(SNAPSHOT))
                            .tags(
                                    Tag.builder().key(EFFECT).value(effect.key()).build(),
                                    Tag.builder().key(ROLLBACK).value(call.rollback()).build()));
        }
        return await(call, effect, client);
    }

    @Override
    Finding seen(Call call, Effect effect, RdsClient client) {
        return await(call, effect, client);
    }

    private static Finding await(Call call, Effect effect, RdsClient client) {
        long end = System.nanoTime() + effect.timeout().toNanos();
        String name = call.text("instance");
        while (true) {
            Optional<DBInstance> now = instance(client, name);
            if (now.isEmpty()) {
                return new Finding.NotDone("there is no instance " + name, "");
            }
            if (!tagged(now.get(), EFFECT, effect.key())) {
                return new Finding.NotDone(
                        "instance %s was made by somebody else".formatted(name), "");
            }
            String status = String.valueOf(now.get().dbInstanceStatus());
            if (status.equals("available")) {
                return available(call, now.get());
            }
            if (status.equals("failed") || status.startsWith("incompatible")) {
                return new Finding.NotDone("instance %s is %s".formatted(name, status), "");
            }
            if (!pause(end, PAUSE)) {
                return new Finding.Unsure("instance %s is still %s".formatted(name, status), "");
            }
        }
    }

    private static boolean tagged(DBInstance instance, String key, String value) {
        return instance.tagList().stream()
                .anyMatch(t -> key.equals(t.key()) && value.equals(t.value()));
    }

    private static Finding available(Call call, DBInstance instance) {
        var endpoint = instance.endpoint();
        return new Finding.Done(
                "instance %s is available at %s:%d"
                        .formatted(
                                instance.dbInstanceIdentifier(),
                                endpoint.address(),
                                endpoint.port()),
                Map.of(
                        "endpoint",
                        endpoint.address(),
                        "port",
                        String.valueOf(endpoint.port()),
                        SNAPSHOT,
                        call.rests().getOrDefault(SNAPSHOT, "")));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        String name = call.text("instance");
        return touch(
                call,
                effect,
                client -> {
                    Optional<DBInstance> now = instance(client, name);
                    if (now.isPresent() && !tagged(now.get(), ROLLBACK, call.rollback())) {
                        return new Finding.NotDone(
                                "instance %s was not made by this rollback".formatted(name), "");
                    }
                    return now.isEmpty() ? gone(name) : deleted(call, client, now.get());
                });
    }

    private static Finding gone(String name) {
        return new Finding.Done("instance %s is gone".formatted(name));
    }

    /// RDS takes no last snapshot of what never came up.
    private static Finding deleted(Call call, RdsClient client, DBInstance instance) {
        String name = instance.dbInstanceIdentifier();
        String status = String.valueOf(instance.dbInstanceStatus());
        if (status.equals("deleting")) {
            return new Finding.Done("instance %s is being deleted".formatted(name));
        }
        boolean neverUp = status.equals("failed") && instance.instanceCreateTime() == null;
        if (neverUp || NEVER_UP.contains(status)) {
            client.deleteDBInstance(r -> r.dbInstanceIdentifier(name).skipFinalSnapshot(true));
            return new Finding.Done(
                    "instance %s is being deleted; it was %s, so there is no last snapshot"
                            .formatted(name, status));
        }
        client.deleteDBInstance(r ->
                r.dbInstanceIdentifier(name)
                        .skipFinalSnapshot(false)
                        .finalDBSnapshotIdentifier(last(call)));
        return new Finding.Done(
                "instance %s is being deleted; what it held is snapshot %s"
                        .formatted(name, last(call)));
    }

    /// What the restored instance holds when it is deleted again: it may have been written to.
    private static String last(Call call) {
        return "holdfast-%s-%s".formatted(call.text("instance"), call.rollback().substring(0, 8));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        String name = call.text("instance");
        return glance(
                call,
                client ->
                        instance(client, name)
                                .filter(i -> !"deleting".equals(i.dbInstanceStatus()))
                                .<Finding>map(
                                        i -> new Finding.NotDone(name + " is still there", ""))
                                .orElseGet(() -> new Finding.Done(name + " is gone")));
    }
}
