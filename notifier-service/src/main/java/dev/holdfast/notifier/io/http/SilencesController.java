package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.route.Matcher;
import dev.holdfast.notifier.domain.route.Matcher.Attribute;
import dev.holdfast.notifier.domain.route.Silence;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.notifier.flow.Shelves;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Times in which people want to hear nothing. Each has an end, an author and a reason, and what is
/// silenced is recorded all the same.
@Controller("/api/silences")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SilencesController {
    private static final int MOST = 1_000;
    private static final int REASON = 500;
    private static final Duration LONGEST = Duration.ofDays(90);

    private final Transactions transactions;
    private final NotifierDesk desk;
    private final Access access;
    private final InstantSource clock;

    SilencesController(
            Transactions transactions, NotifierDesk desk, Access access, ConsoleSettings settings) {
        this.transactions = transactions;
        this.desk = desk;
        this.access = access;
        this.clock = settings.clock();
    }

    /// One silence with where it holds.
    record Shown(String scope, boolean active, Silence silence) {}

    /// @param scope `system/environment`
    /// @param match by attribute (`severity`, `event`, `drill`), each a list; nothing for everything
    record Wanted(
            @Nullable String scope,
            @Nullable Map<String, List<String>> match,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String reason) {}

    /// Newest first, those that have ended too.
    @Get
    List<Shown> all(@Nullable Caller caller) {
        Instant now = clock.instant();
        return transactions.everywhere(Shelves.SILENCES, MOST).stream()
                .filter(s -> access.reads(caller, s.scope()))
                .map(s -> new Shown(s.scope().key(), s.value().until().isAfter(now), s.value()))
                .toList();
    }

    @Post
    @Status(HttpStatus.CREATED)
    Silence begin(@Body Wanted wanted, Caller caller) {
        Instant now = clock.instant();
        Instant until = wanted.until();
        String reason = wanted.reason();
        if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw bad("'until' is a time between now and %s from now".formatted(LONGEST));
        }
        if (reason == null || reason.isBlank() || reason.length() > REASON) {
            throw bad("'reason' is needed, at most %d characters".formatted(REASON));
        }
        Scope scope = scope(wanted.scope());
        access.mustAct(caller, scope);
        Instant from = Optional.ofNullable(wanted.from()).orElse(now);
        String id = EventId.of("silence", scope, caller.name(), now);
        Silence silence =
                new Silence(id, matcher(wanted.match()), from, until, caller.name(), reason);
        transactions.in(
                scope,
                work -> {
                    desk.orders().silence(work, id, silence);
                    return silence;
                });
        return silence;
    }

    /// Ends a silence now.
    @Delete("/{id}")
    Silence end(String id, @QueryValue String scope, Caller caller) {
        access.mustAct(caller, scope(scope));
        return transactions
                .in(scope(scope), work -> desk.orders().unsilence(work, id))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "%s has no silence '%s' that has not ended".formatted(scope, id)));
    }

    private static Matcher matcher(@Nullable Map<String, List<String>> match) {
        Map<Attribute, Set<String>> wanted = new EnumMap<>(Attribute.class);
        if (match != null) {
            match.forEach((name, values) -> wanted.put(attribute(name), new HashSet<>(values)));
        }
        return new Matcher(wanted);
    }

    private static Attribute attribute(String name) {
        try {
            return Attribute.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw bad(
                    "'%s' is none of severity, system, environment, event, drill".formatted(name));
        }
    }

    private static Scope scope(@Nullable String key) {
        try {
            return Scope.parse(key == null ? "" : key);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw bad("'scope' is system/environment, got '%s'".formatted(key));
        }
    }

    private static Refusal bad(String detail) {
        return new Refusal(HttpStatus.BAD_REQUEST, detail);
    }
}
