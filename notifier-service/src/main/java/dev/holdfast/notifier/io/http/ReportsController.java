package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.report.Block;
import dev.holdfast.notifier.domain.report.Deliveries.Figures;
import dev.holdfast.notifier.domain.report.Html;
import dev.holdfast.notifier.domain.report.Markdown;
import dev.holdfast.notifier.domain.report.Report;
import dev.holdfast.notifier.domain.report.Targets;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.notifier.flow.Shelves;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports of incidents, post-mortem drafts, DORA's figures, and who has taken an incident over.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReportsController {
    private static final int MOST = 1_000;
    private static final int DAYS = 30;
    private static final int TOGETHER = 50;

    private final Transactions transactions;
    private final NotifierDesk desk;
    private final Access access;
    private final InstantSource clock;

    ReportsController(
            Transactions transactions, NotifierDesk desk, Access access, ConsoleSettings settings) {
        this.transactions = transactions;
        this.desk = desk;
        this.access = access;
        this.clock = settings.clock();
    }

    /// @param format `md` (default) or `html`
    @Get("/incidents/{id}/report")
    HttpResponse<String> report(
            @PathVariable String id, @QueryValue @Nullable String format, @Nullable Caller caller) {
        Card card = card(id, caller);
        return page("Report of " + id, Report.of(card, targets(card), clock.instant()), format);
    }

    @Get("/incidents/{id}/post-mortem")
    HttpResponse<String> postMortem(
            @PathVariable String id, @QueryValue @Nullable String format, @Nullable Caller caller) {
        Card card = card(id, caller);
        return page(
                "Post-mortem of " + id,
                Report.postMortem(card, targets(card), clock.instant()),
                format);
    }

    /// Who looks after an incident.
    ///
    /// @param taken who has taken it over, empty while nobody has
    /// @param onCall empty where nobody is
    /// @param yesWanted how many must still agree to what people were asked
    record Hands(String taken, String onCall, int yesWanted, boolean over) {}

    /// For an incident that is not known here (yet), or not to them, as if it were over.
    @Get("/incidents/{id}/hands")
    Hands hands(@PathVariable String id, @Nullable Caller caller) {
        return find(id, caller).map(this::hands).orElse(new Hands("", "", 0, true));
    }

    /// The same of several, by incident; those that are not known here, or not to them, are left out.
    @Get("/hands")
    Map<String, Hands> hands(@QueryValue List<String> incident, @Nullable Caller caller) {
        Map<String, Hands> all = new LinkedHashMap<>();
        for (String id : incident.stream().distinct().limit(TOGETHER).toList()) {
            find(id, caller).ifPresent(card -> all.put(id, hands(card)));
        }
        return all;
    }

    private Hands hands(Card card) {
        String onCall =
                transactions.read(card.scope(), work -> desk.onCall(work, card, clock.instant()));
        return new Hands(card.taken(), onCall, card.yesWanted(), card.over());
    }

    /// Whoever sends this has taken the incident over: no higher level is called by time.
    @Post("/incidents/{id}/acknowledge")
    Map<String, String> acknowledge(@PathVariable String id, Caller caller) {
        Card card = card(id, caller);
        access.mustAct(caller, card.scope());
        return transactions
                .in(card.scope(), work -> desk.orders().take(work, id, caller.name()))
                .map(c -> Map.of("incident", id, "taken", c.taken()))
                .orElseThrow(() ->
                        new Refusal(HttpStatus.CONFLICT, "Incident %s is over".formatted(id)));
    }

    /// DORA's figures of one system and environment.
    record Delivering(String scope, Figures figures) {}

    @Get("/dora")
    List<Delivering> dora(@QueryValue @Nullable Integer days, @Nullable Caller caller) {
        Instant now = clock.instant();
        int over = Math.clamp(days == null ? DAYS : days, 1, 365);
        return transactions.everywhere(Shelves.DELIVERIES, MOST).stream()
                .filter(s -> access.reads(caller, s.scope()))
                .map(s -> new Delivering(s.scope().key(), s.value().figures(over, now)))
                .toList();
    }

    private Targets targets(Card card) {
        return transactions.read(card.scope(), work -> desk.targets(work, card));
    }

    private Optional<Card> find(String id, @Nullable Caller caller) {
        return transactions
                .scopeOf(Shelves.CARDS, id)
                .filter(scope -> access.reads(caller, scope))
                .flatMap(scope -> transactions.read(scope, work -> work.find(Shelves.CARDS, id)));
    }

    private Card card(String id, @Nullable Caller caller) {
        return find(id, caller)
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "No incident '%s' is kept here; they are for 30 days after their end"
                                        .formatted(id)));
    }

    private static HttpResponse<String> page(
            String title, List<Block> blocks, @Nullable String format) {
        return "html".equals(format)
                ? HttpResponse.ok(Html.of(title, "/", blocks)).contentType(MediaType.TEXT_HTML_TYPE)
                : HttpResponse.ok(Markdown.of(blocks))
                        .contentType(MediaType.of("text/markdown; charset=utf-8"));
    }
}
