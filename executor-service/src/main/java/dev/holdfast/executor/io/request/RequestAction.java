package dev.holdfast.executor.io.request;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Evidence;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `http.request`: one request with an idempotency key, and what its answer must be like. A GET may
/// be repeated until it fits (`every`). A request that changes something and whose answer was lost is
/// never blindly repeated, unless the runbook says that it is idempotent.
public final class RequestAction implements EffectAction {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final Set<String> OURS =
            Set.of("idempotency-key", "holdfast-epoch", "host", "content-length", "connection");

    private final Web web = new Web();

    @Override
    public String name() {
        return "http.request";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.needs("url", ArgumentType.URL),
                ArgumentForm.choice("method", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
                ArgumentForm.takes("headers", ArgumentType.TABLE),
                ArgumentForm.takes("body", ArgumentType.TEXT),
                ArgumentForm.takes("expect-status", ArgumentType.TEXTS),
                ArgumentForm.takes("expect-json", ArgumentType.TABLE),
                ArgumentForm.takes("every", ArgumentType.DURATION),
                ArgumentForm.choice("repeat", "idempotent", "checkable", "manual"),
                ArgumentForm.takes("observe", ArgumentType.URL),
                ArgumentForm.takes("loses-data", ArgumentType.TEXT));
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Map<String, String> wrong = new HashMap<>();
        String method = first(with, "method").orElse("GET");
        if (with.containsKey("every") && !SAFE.contains(method)) {
            wrong.put("every", "only GET and HEAD are asked again and again");
        }
        if (first(with, "repeat").filter("checkable"::equals).isPresent()
                && !with.containsKey("observe")) {
            wrong.put(
                    "repeat",
                    "checkable needs `observe`, an address that shows whether it is done");
        }
        Form headers = with.get("headers");
        if (headers != null) {
            headers.table().keySet().stream()
                    .filter(h -> OURS.contains(h.toLowerCase(java.util.Locale.ROOT)))
                    .forEach(
                            h -> wrong.put("headers", "header %s is set by Holdfast".formatted(h)));
        }
        return wrong;
    }

    private static Optional<String> first(Map<String, Form> with, String name) {
        return Optional.ofNullable(with.get(name)).map(f -> f.items().getFirst().text());
    }

    @Override
    public String target(Call call) {
        URI uri = URI.create(call.text("url"));
        return "http " + uri.getHost() + ":" + Web.port(uri);
    }

    @Override
    public Preview plan(Call call) {
        List<String> obstacles = new ArrayList<>();
        Web.wrong(call.allowed(), URI.create(call.text("url"))).ifPresent(obstacles::add);
        call.optional("observe")
                .flatMap(u -> Web.wrong(call.allowed(), URI.create(u)))
                .ifPresent(obstacles::add);
        String expects = call.table("expect-json").isEmpty() ? "" : ", expecting " + expected(call);
        String does = "%s %s%s".formatted(method(call), call.shown("url"), expects);
        return Preview.of(does, repeat(call), Duration.ofSeconds(1))
                .losing(call.optional("loses-data").orElse(null))
                .hindered(obstacles);
    }

    private static Map<String, String> expected(Call call) {
        return call.table("expect-json");
    }

    private static Repeat repeat(Call call) {
        return switch (call.text("repeat", "")) {
            case "idempotent" -> Repeat.IDEMPOTENT;
            case "checkable" -> Repeat.CHECKABLE;
            case "manual" -> Repeat.MANUAL;
            default ->
                    IDEMPOTENT.contains(method(call))
                            ? Repeat.IDEMPOTENT
                            : call.has("observe") ? Repeat.CHECKABLE : Repeat.MANUAL;
        };
    }

    private static String method(Call call) {
        return call.text("method", "GET");
    }

    /// An answer that did not fit says more than that the last try was cut short.
    private static Finding later(Finding before, Finding now) {
        return before instanceof Finding.NotDone(String reason, String evidence)
                        && answered(before)
                        && !answered(now)
                ? new Finding.NotDone(reason + ", and then " + silence(now), evidence)
                : now;
    }

    /// What was answered is evidence, of several lines.
    private static boolean answered(Finding finding) {
        return switch (finding) {
            case Finding.Done _ -> true;
            case Finding.NotDone(_, String evidence) -> evidence.contains("\n");
            case Finding.Unsure(_, String evidence) -> evidence.contains("\n");
            case Finding.NotTried _ -> false;
        };
    }

    private static String silence(Finding finding) {
        return switch (finding) {
            case Finding.Done _ -> "";
            case Finding.NotDone(String reason, _) -> reason;
            case Finding.Unsure(String reason, _) -> reason;
            case Finding.NotTried(String reason) -> reason;
        };
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        URI uri = URI.create(call.text("url"));
        Optional<String> wrong = Web.wrong(call.allowed(), uri);
        if (wrong.isPresent()) {
            return new Finding.NotDone(wrong.get(), "");
        }
        long end = System.nanoTime() + effect.timeout().toNanos();
        Duration every = call.duration("every", Duration.ZERO);
        try {
            Finding finding = once(call, effect, uri, end);
            while (!every.isZero()
                    && !(finding instanceof Finding.Done)
                    && end - System.nanoTime() > every.toNanos()) {
                Thread.sleep(every);
                finding = later(finding, once(call, effect, uri, end));
            }
            return finding;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while asking", "");
        }
    }

    private Finding once(Call call, Effect effect, URI uri, long end) throws InterruptedException {
        boolean safe = SAFE.contains(method(call));
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        try {
            HttpRequest request = request(call, effect, uri, left);
            return judged(call, web.send(request), safe);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Finding.NotDone("no connection to %s".formatted(target(call)), text(e));
        } catch (IOException e) {
            return safe
                    ? new Finding.NotDone("no answer: " + text(e), "")
                    : new Finding.Unsure("the answer was lost: " + text(e), "");
        } catch (IllegalArgumentException e) {
            return new Finding.NotDone("the request cannot be made: " + e.getMessage(), "");
        }
    }

    private static HttpRequest request(Call call, Effect effect, URI uri, Duration left) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri)
                        .timeout(left)
                        .header("Idempotency-Key", effect.key())
                        .header("Holdfast-Epoch", Long.toString(effect.epoch()));
        call.table("headers").forEach(builder::header);
        return builder.method(
                        method(call),
                        call.optional("body")
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElse(HttpRequest.BodyPublishers.noBody()))
                .build();
    }

    private static Finding judged(Call call, Web.Answer answer, boolean safe) {
        List<String> misfits = Expectation.of(call).misfits(answer.status(), answer.body());
        String evidence =
                Evidence.bounded(
                        "%s %s\n%d\n%s"
                                .formatted(
                                        method(call),
                                        call.shown("url"),
                                        answer.status(),
                                        answer.body()));
        if (misfits.isEmpty()) {
            return new Finding.Done(evidence);
        }
        String why = String.join("; ", misfits);
        if (!answer.location().isEmpty()) {
            why += "; it redirects to %s, which is not followed".formatted(answer.location());
        }
        // A gateway that gives up may have passed the request on before, and what was accepted or
        // answered in another way than expected was surely taken in.
        boolean refused = answer.status() >= 400 && answer.status() < 500;
        return safe || refused
                ? new Finding.NotDone(why, evidence)
                : new Finding.Unsure(why, evidence);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Optional<String> address = call.optional("observe");
        if (address.isEmpty()) {
            return new Finding.Unsure("there is no `observe` address to look at", "");
        }
        URI uri = URI.create(address.get());
        Optional<String> wrong = Web.wrong(call.allowed(), uri);
        if (wrong.isPresent()) {
            return new Finding.Unsure(wrong.get(), "");
        }
        HttpRequest.Builder look = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5));
        call.table("headers").forEach(look::header);
        try {
            return seen(call, web.send(look.GET().build()));
        } catch (IOException e) {
            return new Finding.Unsure("%s: %s".formatted(call.shown("observe"), text(e)), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while looking", "");
        }
    }

    /// A look that failed is no "not done": what was done would be done again.
    private static Finding seen(Call call, Web.Answer answer) {
        String where = call.shown("observe");
        int status = answer.status();
        if (status == 404 || status == 410) {
            return new Finding.NotDone("%s answers %d".formatted(where, status), answer.body());
        }
        if (status < 200 || status >= 300) {
            return new Finding.Unsure("%s answers %d".formatted(where, status), answer.body());
        }
        Optional<List<String>> misfits = Expectation.of(call).looked(answer.body());
        if (misfits.isEmpty()) {
            return new Finding.Unsure("%s answers no JSON".formatted(where), answer.body());
        }
        return misfits.get().isEmpty()
                ? new Finding.Done("seen at " + where)
                : new Finding.NotDone(String.join("; ", misfits.get()), answer.body());
    }

    private static String text(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
