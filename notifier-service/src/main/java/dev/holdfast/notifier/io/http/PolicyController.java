package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Transactions;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The packs that rule, for the policy viewer. They name secrets and hold none.
@Controller("/api/policy")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PolicyController {
    private static final int MOST = 1_000;

    private final Transactions transactions;
    private final Access access;

    PolicyController(Transactions transactions, Access access) {
        this.transactions = transactions;
        this.access = access;
    }

    record Shown(String name, String digest) {}

    record Whole(String name, String digest, Map<String, String> files) {}

    @Get
    List<Shown> all(@Nullable Caller caller) {
        return Packs.allCurrent(transactions, MOST).stream()
                .filter(p -> access.readsSystem(caller, p.name()))
                .map(p -> new Shown(p.name(), p.digest()))
                .sorted(Comparator.comparing(Shown::name))
                .toList();
    }

    @Get("/{name}")
    Whole one(@PathVariable String name, @Nullable Caller caller) {
        PackFiles pack =
                Packs.allCurrent(transactions, MOST).stream()
                        .filter(p -> p.name().equals(name) && access.readsSystem(caller, name))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.NOT_FOUND,
                                        "No pack '%s' is active; GET /api/policy lists them"
                                                .formatted(name)));
        return new Whole(pack.name(), pack.digest(), pack.files());
    }
}
