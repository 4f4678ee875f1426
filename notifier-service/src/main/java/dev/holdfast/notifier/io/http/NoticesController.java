package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.notifier.flow.Shelves;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The notices as they stand, and the test of a channel.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NoticesController {
    private static final int MOST = 1_000;
    private static final int SYSTEMS = 1_000;

    private final Transactions transactions;
    private final NotifierDesk desk;

    NoticesController(Transactions transactions, NotifierDesk desk) {
        this.transactions = transactions;
        this.desk = desk;
    }

    /// Newest first.
    @Get("/notices")
    List<Notice> notices(
            @QueryValue @Nullable String incident,
            @QueryValue @Nullable String standing,
            @QueryValue @Nullable Integer limit) {
        return transactions.everywhere(Shelves.NOTICES, MOST).stream()
                .map(Shelved::value)
                .filter(n -> incident == null || incident.equals(n.incident()))
                .filter(n -> standing == null || standing.equalsIgnoreCase(n.standing().name()))
                .limit(Math.clamp(limit == null ? 200 : limit, 1, MOST))
                .toList();
    }

    /// Sends a test through the channel as any notice goes; 202 with the notice's id.
    @Post("/channels/{name}/test")
    HttpResponse<Map<String, String>> test(
            @PathVariable String name,
            @QueryValue String system,
            @QueryValue @Nullable String environment,
            Caller caller) {
        Scope scope = scope(system, environment);
        Optional<Notice> notice =
                transactions.in(scope, work -> desk.test(work, name, caller.name()));
        return notice.map(n -> HttpResponse.accepted().body(Map.of("notice", n.id())))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "The pack of %s has no channel '%s'".formatted(system, name)));
    }

    private Scope scope(String system, @Nullable String environment) {
        try {
            return Scope.of(system, environment == null ? firstEnvironment(system) : environment);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private String firstEnvironment(String system) {
        return Packs.allCurrent(transactions, SYSTEMS).stream()
                .filter(p -> p.name().equals(system))
                .findFirst()
                .flatMap(NoticesController::manifest)
                .flatMap(m -> m.environments().keySet().stream().findFirst())
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "No pack is active for system '%s'".formatted(system)));
    }

    private static Optional<PackManifest> manifest(PackFiles pack) {
        return PackManifest.read(pack, new Problems());
    }
}
