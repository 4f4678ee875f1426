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
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.notifier.flow.Shelves;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The notices as they stand, and the test of a channel.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NoticesController {
    private static final int MOST = 1_000;
    private static final int SYSTEMS = 1_000;
    private static final int LOOKED_AT = 10_000;
    private static final int PAGE = 500;
    private static final Set<String> UNDONE = Set.of("draft", "failed");
    private static final int LONGEST = 32_000;
    private static final int REASON = 500;

    private final Transactions transactions;
    private final NotifierDesk desk;
    private final Access access;

    NoticesController(Transactions transactions, NotifierDesk desk, Access access) {
        this.transactions = transactions;
        this.desk = desk;
        this.access = access;
    }

    /// Newest first.
    @Get("/notices")
    List<Notice> notices(
            @QueryValue @Nullable String incident,
            @QueryValue @Nullable String standing,
            @QueryValue @Nullable Integer limit,
            @Nullable Caller caller) {
        return (incident != null
                        ? of(incident)
                        : standing != null && UNDONE.contains(standing.toLowerCase(Locale.ROOT))
                                ? undone()
                                : newest(caller))
                .filter(n -> access.reads(caller, n.scope()))
                .filter(n -> incident == null || incident.equals(n.incident()))
                .filter(n -> standing == null || standing.equalsIgnoreCase(n.standing().name()))
                .limit(Math.clamp(limit == null ? 200 : limit, 1, MOST))
                .toList();
    }

    /// Whoever reads few systems only is looked further back for: a busy one may fill the first page.
    private Stream<Notice> newest(@Nullable Caller caller) {
        int back = caller == null ? MOST : LOOKED_AT;
        return transactions.everywhere(Shelves.NOTICES, back).stream().map(Shelved::value);
    }

    /// They lie apart, so that none is lost behind whatever else was told.
    private Stream<Notice> undone() {
        return transactions.everywhere(Shelves.UNDONE, LOOKED_AT).stream().map(Shelved::value);
    }

    private Stream<Notice> of(String incident) {
        return transactions.scopeOf(Shelves.CARDS, incident).stream()
                .flatMap(scope -> of(incident, scope).stream())
                .sorted(Comparator.comparing(Notice::createdAt).reversed());
    }

    /// By pages: a busy system has very many of other incidents.
    private List<Notice> of(String incident, Scope scope) {
        List<Notice> found = new ArrayList<>();
        String last = "";
        while (true) {
            List<Shelved<Notice>> page = transactions.under(scope, Shelves.NOTICES, last, PAGE);
            page.stream()
                    .map(Shelved::value)
                    .filter(n -> incident.equals(n.incident()))
                    .forEach(found::add);
            if (page.size() < PAGE || found.size() >= LOOKED_AT) {
                return found;
            }
            last = page.getLast().id();
        }
    }

    @Get("/notices/{id}")
    Notice one(@PathVariable String id, @Nullable Caller caller) {
        return notice(id, caller);
    }

    /// Sends a test through the channel as any notice goes; 202 with the notice's id.
    @Post("/channels/{name}/test")
    HttpResponse<Map<String, String>> test(
            @PathVariable String name,
            @QueryValue String system,
            @QueryValue @Nullable String environment,
            Caller caller) {
        Scope scope = scope(system, environment);
        access.mustAct(caller, scope);
        Optional<Notice> notice =
                transactions.in(scope, work -> desk.test(work, name, caller.name()));
        return notice.map(n -> HttpResponse.accepted().body(Map.of("notice", n.id())))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "The pack of %s has no channel '%s'".formatted(system, name)));
    }

    /// A draft goes out, in these words where some are given. Whoever releases it is kept with it.
    @Post("/notices/{id}/release")
    Notice release(@PathVariable String id, @Body @Nullable Draft draft, Caller caller) {
        Notice notice = acting(id, caller);
        String text = draft == null || draft.text() == null ? notice.text() : draft.text();
        String subject =
                draft == null || draft.subject() == null ? notice.subject() : draft.subject();
        if (text.isBlank() || text.length() > LONGEST || subject.length() > LONGEST) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST, "A text has 1 to %d characters".formatted(LONGEST));
        }
        return done(
                notice,
                "is no draft",
                work -> desk.orders().release(work, id, subject, text, caller.name()));
    }

    /// A draft is not told.
    @Post("/notices/{id}/withdraw")
    Notice withdraw(@PathVariable String id, @Body Why why, Caller caller) {
        return done(
                acting(id, caller),
                "is no draft",
                work -> desk.orders().withdraw(work, id, caller.name(), why.needed()));
    }

    /// What finally failed is sent again; with `dry=true` it is only said what would be sent where.
    @Post("/notices/{id}/redrive")
    Notice redrive(@PathVariable String id, @QueryValue @Nullable Boolean dry, Caller caller) {
        Notice notice = acting(id, caller);
        if (Boolean.TRUE.equals(dry)) {
            return notice;
        }
        return done(
                notice, "has not failed", work -> desk.orders().redrive(work, id, caller.name()));
    }

    private Notice done(Notice notice, String otherwise, Function<Work, Optional<Notice>> order) {
        return transactions
                .in(notice.scope(), order)
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.CONFLICT,
                                "Notice %s %s: it is %s"
                                        .formatted(notice.id(), otherwise, notice.standing())));
    }

    private Notice acting(String id, Caller caller) {
        Notice notice = notice(id, caller);
        access.mustAct(caller, notice.scope());
        return notice;
    }

    private Notice notice(String id, @Nullable Caller caller) {
        return transactions
                .scopeOf(Shelves.NOTICES, id)
                .filter(scope -> access.reads(caller, scope))
                .flatMap(scope -> transactions.read(scope, work -> work.find(Shelves.NOTICES, id)))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "No notice '%s' is kept here; GET /api/notices lists them"
                                        .formatted(id)));
    }

    record Draft(@Nullable String subject, @Nullable String text) {}

    record Why(@Nullable String reason) {
        String needed() {
            String said = reason;
            if (said == null || said.isBlank() || said.length() > REASON) {
                throw new Refusal(
                        HttpStatus.BAD_REQUEST,
                        "'reason' is needed, at most %d characters".formatted(REASON));
            }
            return said.strip();
        }
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
