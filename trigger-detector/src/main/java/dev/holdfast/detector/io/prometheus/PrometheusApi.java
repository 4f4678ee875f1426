package dev.holdfast.detector.io.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.engine.Engine;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.stream.Windows;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The HTTP API of Prometheus over the windows of one system/environment: one data source each.
/// Queries run beside the stream, on a view that does not change under them.
@Controller("/systems/{system}/{environment}/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PrometheusApi {
    private static final int MOST_POINTS = 11_000;

    /// At once: each may hold 80 MB of samples and a core for a second.
    private static final int MOST_QUERIES = 8;

    /// Seconds to wait for a turn.
    private static final long PATIENCE = 3;

    private final Windows windows;
    private final PackDesk packs;
    private final Owner owner;
    private final InstantSource clock;
    private final Semaphore asked = new Semaphore(MOST_QUERIES, true);

    PrometheusApi(Windows windows, PackDesk packs, Owner owner, InstantSource clock) {
        this.windows = windows;
        this.packs = packs;
        this.owner = owner;
        this.clock = clock;
    }

    private interface Question {
        JsonNode ask(Engine engine, Parameters parameters);
    }

    @Get("/query")
    HttpResponse<JsonNode> query(String system, String environment, HttpRequest<?> request) {
        return answer(system, environment, request, null, this::query);
    }

    @Post("/query")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<JsonNode> queryForm(
            String system, String environment, HttpRequest<?> request, @Body String form) {
        return answer(system, environment, request, form, this::query);
    }

    @Get("/query_range")
    HttpResponse<JsonNode> range(String system, String environment, HttpRequest<?> request) {
        return answer(system, environment, request, null, this::range);
    }

    @Post("/query_range")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<JsonNode> rangeForm(
            String system, String environment, HttpRequest<?> request, @Body String form) {
        return answer(system, environment, request, form, this::range);
    }

    @Get("/series")
    HttpResponse<JsonNode> series(String system, String environment, HttpRequest<?> request) {
        return answer(system, environment, request, null, this::series);
    }

    @Post("/series")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<JsonNode> seriesForm(
            String system, String environment, HttpRequest<?> request, @Body String form) {
        return answer(system, environment, request, form, this::series);
    }

    @Get("/labels")
    HttpResponse<JsonNode> labels(String system, String environment, HttpRequest<?> request) {
        return answer(system, environment, request, null, this::labels);
    }

    @Post("/labels")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<JsonNode> labelsForm(
            String system, String environment, HttpRequest<?> request, @Body String form) {
        return answer(system, environment, request, form, this::labels);
    }

    @Get("/label/{name}/values")
    HttpResponse<JsonNode> values(
            String system, String environment, String name, HttpRequest<?> request) {
        return answer(system, environment, request, null, (engine, p) -> values(engine, p, name));
    }

    @Get("/rules")
    HttpResponse<JsonNode> rules(String system, String environment, HttpRequest<?> request) {
        return answer(
                system,
                environment,
                request,
                null,
                (engine, p) -> Answer.rules(engine.rules(), p.text("type")));
    }

    @Get("/alerts")
    HttpResponse<JsonNode> alerts(String system, String environment, HttpRequest<?> request) {
        return answer(
                system, environment, request, null, (engine, _) -> Answer.alerts(engine.alerts()));
    }

    @Get("/status/buildinfo")
    HttpResponse<JsonNode> build() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("version", "3.0.0");
        data.put("revision", "holdfast");
        data.put("branch", "");
        data.put("buildUser", "");
        data.put("buildDate", "");
        data.put("goVersion", "");
        return HttpResponse.ok(Answer.success(data));
    }

    private JsonNode query(Engine engine, Parameters p) {
        return Answer.result(engine.query(p.required("query"), p.time("time", clock.millis())));
    }

    private JsonNode range(Engine engine, Parameters p) {
        p.required("start");
        p.required("end");
        long start = p.time("start", 0);
        long end = p.time("end", 0);
        long step = p.duration("step");
        if (end < start) {
            throw new Parameters.Bad(
                    "invalid parameter \"end\": end timestamp must not be before start time");
        }
        if (step <= 0) {
            throw new Parameters.Bad(
                    "invalid parameter \"step\": zero or negative query resolution step widths are"
                            + " not accepted. Try a positive integer");
        }
        if ((end - start) / step > MOST_POINTS) {
            throw new Parameters.Bad(
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the"
                            + " query resolution (?step=XX)");
        }
        return Answer.result(engine.queryRange(p.required("query"), start, end, step));
    }

    private JsonNode series(Engine engine, Parameters p) {
        if (p.all("match[]").isEmpty()) {
            throw new Parameters.Bad("no match[] parameter provided");
        }
        var all = JsonNodeFactory.instance.arrayNode();
        matched(engine, p).forEach(labels -> all.add(Answer.labels(labels)));
        return all;
    }

    private JsonNode labels(Engine engine, Parameters p) {
        if (p.all("match[]").isEmpty()) {
            return Answer.texts(engine.labelNames());
        }
        var names = new TreeSet<String>();
        matched(engine, p).forEach(labels -> names.addAll(labels.toMap().keySet()));
        return Answer.texts(names);
    }

    private JsonNode values(Engine engine, Parameters p, String name) {
        if (p.all("match[]").isEmpty()) {
            return Answer.texts(engine.labelValues(name));
        }
        var values = new TreeSet<String>();
        matched(engine, p).stream()
                .map(l -> l.get(name))
                .filter(v -> !v.isEmpty())
                .forEach(values::add);
        return Answer.texts(values);
    }

    private List<Labels> matched(Engine engine, Parameters p) {
        return engine.series(p.all("match[]"), p.time("start", 0), p.time("end", clock.millis()));
    }

    private HttpResponse<JsonNode> answer(
            String system,
            String environment,
            HttpRequest<?> request,
            @Nullable String form,
            Question question) {
        Scope scope;
        try {
            scope = Scope.parse(system + "/" + environment);
        } catch (IllegalArgumentException e) {
            return error(HttpStatus.NOT_FOUND, "not_found", String.valueOf(e.getMessage()));
        }
        Optional<Engine> engine = windows.engine(scope);
        if (engine.isEmpty()) {
            return owner.ask(scope, request, form)
                    .<HttpResponse<JsonNode>>map(PrometheusApi::passedOn)
                    .orElseGet(() -> absent(scope));
        }
        if (!turn()) {
            return error(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "unavailable",
                            "%d queries run already, and none ended within %d s; ask again"
                                    .formatted(MOST_QUERIES, PATIENCE))
                    .header(HttpHeaders.RETRY_AFTER, "1");
        }
        try {
            return HttpResponse.ok(
                    Answer.success(question.ask(engine.get(), parameters(request, form))));
        } catch (PromqlException | Parameters.Bad e) {
            return error(HttpStatus.BAD_REQUEST, "bad_data", String.valueOf(e.getMessage()));
        } catch (EvaluationException e) {
            return error(
                    HttpStatus.UNPROCESSABLE_ENTITY, "execution", String.valueOf(e.getMessage()));
        } finally {
            asked.release();
        }
    }

    /// A board asks all its panels at once: who waits a moment gets an answer, in the order of asking.
    private boolean turn() {
        try {
            return asked.tryAcquire(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static MutableHttpResponse<JsonNode> passedOn(Owner.Answered answer) {
        MutableHttpResponse<JsonNode> response =
                HttpResponse.<JsonNode>status(HttpStatus.valueOf(answer.status()))
                        .body(answer.body());
        return answer.status() == HttpStatus.SERVICE_UNAVAILABLE.getCode()
                ? response.header(HttpHeaders.RETRY_AFTER, "1")
                : response;
    }

    /// Known but not here: it moves between instances, or its first record is still on the way.
    private HttpResponse<JsonNode> absent(Scope scope) {
        if (!packs.isCaughtUp() || packs.routes().knows(scope)) {
            return error(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "unavailable",
                            "%s is not held by this instance now, ask again".formatted(scope))
                    .header("Retry-After", "1");
        }
        return error(HttpStatus.NOT_FOUND, "not_found", "no active pack knows %s".formatted(scope));
    }

    private static MutableHttpResponse<JsonNode> error(
            HttpStatus status, String type, String message) {
        return HttpResponse.<JsonNode>status(status).body(Answer.error(type, message));
    }

    private static Parameters parameters(HttpRequest<?> request, @Nullable String form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.getParameters().forEach(values::put);
        if (form != null) {
            FormBody.read(form).forEach(values::put);
        }
        return new Parameters(values);
    }
}
