package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Sample;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.template.Format;
import dev.holdfast.notifier.domain.template.Text;
import dev.holdfast.notifier.flow.NotifierDesk;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The channels of a pack, and how its notices will read.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChannelsController {
    private final Transactions transactions;
    private final NotifierDesk desk;
    private final Access access;
    private final InstantSource clock;

    ChannelsController(
            Transactions transactions, NotifierDesk desk, Access access, ConsoleSettings settings) {
        this.transactions = transactions;
        this.desk = desk;
        this.access = access;
        this.clock = settings.clock();
    }

    /// No address is shown: some are secrets.
    record Shown(String name, String kind, boolean drills, @Nullable String fallback) {
        static Shown of(ChannelSpec spec) {
            String kind = spec.address().getClass().getSimpleName().replace("Address", "");
            return new Shown(
                    spec.name(), kind.toLowerCase(Locale.ROOT), spec.drills(), spec.fallback());
        }
    }

    @Get("/channels")
    List<Shown> channels(@QueryValue String scope, @Nullable Caller caller) {
        return plan(scope, caller).channels().values().stream()
                .map(Shown::of)
                .sorted(Comparator.comparing(Shown::name))
                .toList();
    }

    /// One notice of a preview.
    record Preview(String event, String subject, String text) {}

    /// Every notice for an audience, each variable in the place where its value will stand.
    @Get("/wording")
    List<Preview> wording(
            @QueryValue String scope,
            @QueryValue @Nullable String audience,
            @Nullable Caller caller) {
        NotificationPlan plan = plan(scope, caller);
        Audience reader =
                Arrays.stream(Audience.values())
                        .filter(a -> a.written().equals(audience))
                        .findFirst()
                        .orElse(Audience.ENGINEERS);
        return Arrays.stream(Occasion.values())
                .flatMap(o ->
                        plan
                                .wording()
                                .text(
                                        Sample.of(o, scope(scope), clock.instant()),
                                        reader,
                                        Format.TEXT)
                                .map((Text t) -> new Preview(o.written(), t.subject(), t.body()))
                                .stream())
                .toList();
    }

    private NotificationPlan plan(String scope, @Nullable Caller caller) {
        access.mustRead(caller, scope(scope));
        return transactions.read(scope(scope), desk::plan);
    }

    private static Scope scope(String key) {
        return Stream.of(key)
                .filter(k -> k.indexOf('/') > 0)
                .map(Scope::parse)
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.BAD_REQUEST,
                                "'scope' is system/environment, got '%s'".formatted(key)));
    }
}
