package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.ApiDescription;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every route with every kind of sender: what is not said here to be allowed is refused, and changes
/// nothing. A route that the router has and this table has not fails the test.
@NullUnmarked // fields are set before the tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouteMatrixTest {
    private static final Scope SHOP = Scope.of("shop", "production");

    /// What a route asks of its sender.
    private enum Need {
        /// Nothing: it is the same for everybody.
        OPEN,
        /// Nothing, and it shows only what the sender may read.
        NOTHING,
        /// A role in that system; without any token only this machine may.
        READ,
        /// A role in that system, by token.
        LOOK,
        /// To be known in some system.
        KNOWN,
        RESPOND,
        /// The roles that are asked, or a higher one.
        APPROVE,
        BREAK_GLASS,
        /// The highest role of the pack, or an admin.
        RULE,
        /// A signature, which nobody here has.
        SIGNATURE
    }

    private static final Set<Need> RESPONDER =
            EnumSet.of(Need.NOTHING, Need.READ, Need.LOOK, Need.KNOWN, Need.RESPOND);

    /// What each sender has. Names are those of [ServiceHouse#PEOPLE].
    private static final Map<String, Set<Need>> SENDERS = senders();

    private static final Map<String, Need> ROUTES = routes();

    @TempDir static Path folder;
    private ServiceHouse house;
    private Wire wire;
    private String incident;

    private static Map<String, Set<Need>> senders() {
        Map<String, Set<Need>> all = new LinkedHashMap<>();
        all.put("", EnumSet.of(Need.NOTHING, Need.READ)); // no token, on this machine
        all.put("nobody-knows", EnumSet.of(Need.NOTHING, Need.READ)); // as without a token
        all.put("mallory", EnumSet.of(Need.NOTHING));
        all.put("remote", EnumSet.of(Need.NOTHING));
        all.put("elsewhere", EnumSet.of(Need.NOTHING));
        all.put("vera", EnumSet.of(Need.NOTHING, Need.READ, Need.LOOK));
        all.put("rita", RESPONDER);
        all.put(
                "tess",
                EnumSet.of(
                        Need.NOTHING,
                        Need.READ,
                        Need.LOOK,
                        Need.RESPOND,
                        Need.APPROVE,
                        Need.BREAK_GLASS));
        all.put("olga", with(Need.APPROVE, Need.BREAK_GLASS));
        all.put("carol", with(Need.APPROVE, Need.RULE));
        all.put("ada", with(Need.RULE));
        return all;
    }

    private static Set<Need> with(Need... more) {
        Set<Need> all = EnumSet.copyOf(RESPONDER);
        all.addAll(List.of(more));
        return all;
    }

    private static Map<String, Need> routes() {
        Map<String, Need> all = new LinkedHashMap<>();
        all.put("GET /api/openapi.json", Need.OPEN);
        all.put("GET /api/incidents", Need.NOTHING);
        all.put("GET /api/groups", Need.NOTHING);
        all.put("GET /api/systems", Need.NOTHING);
        all.put("GET /api/packs/{name}", Need.READ);
        all.put("GET /api/audit/verify", Need.KNOWN);
        all.put("GET /api/audit/replay/{system}/{environment}", Need.KNOWN);
        all.put("GET /api/incidents/{id}", Need.READ);
        all.put("GET /api/incidents/{id}/explain", Need.READ);
        all.put("GET /api/incidents/{id}/tasks", Need.READ);
        String system = " /api/systems/{system}/{environment}";
        for (String of : List.of("", "/gate", "/observed", "/plan", "/record", "/releases")) {
            all.put("GET" + system + of, Need.READ);
        }
        all.put("POST" + system + "/what-if", Need.LOOK);
        all.put("POST /api/chat/slack/{system}", Need.SIGNATURE);
        all.put("POST /api/incidents/{id}/approve", Need.APPROVE);
        all.put("POST /api/incidents/{id}/deny", Need.APPROVE);
        all.put("POST /api/incidents/{id}/break-glass", Need.BREAK_GLASS);
        for (String deed : List.of("facts", "fix", "notes", "rollback/{deed}", "tasks/{task}")) {
            all.put("POST /api/incidents/{id}/" + deed, Need.RESPOND);
        }
        for (String deed : List.of("plan", "releases/held", "rollback")) {
            all.put("POST" + system + "/" + deed, Need.RESPOND);
        }
        all.put("PUT" + system + "/mode", Need.RULE);
        all.put("PUT" + system + "/duty", Need.RULE);
        all.put("PUT /api/packs/{name}", Need.RULE);
        all.put("POST /api/incidents/{id}/abort", Need.RESPOND);
        all.put("POST /api/incidents/{id}/close", Need.RESPOND);
        return all;
    }

    @BeforeAll
    void an_incident_waits_for_people() throws IOException {
        house = new ServiceHouse(folder, "decision_routes");
        house.start();
        wire = new Wire();
        PackFiles pack =
                ShopPack.with(
                        ShopPack.DECISIONS
                                + """
                                break-glass: {roles: [on-call]}
                                checklists:
                                  before: [{title: Team told, owner: on-call, due: 10m}]
                                """);
        var reply =
                house.asks().send("PUT", "/api/packs/shop", "t-ada", Map.of("files", pack.files()));
        String digest = reply.json().path("digest").asText();
        wire.accept("shop", digest);
        var _ = wire.hear(PackActivated.class, e -> e.digest().equals(digest));
        Instant now = Instant.now();
        wire.tell(
                Topic.TRIGGERS,
                SHOP,
                new SignalAccepted(
                        "s1",
                        "deployment.finished",
                        Map.of("component", "web", "release", "2", "changes", "code"),
                        now));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        house.asks().get("/api/systems/shop/production/releases").json().size()
                                == 1);
        house.asks()
                .send(
                        "POST",
                        "/api/systems/shop/production/releases/held",
                        "t-ada",
                        Map.of("component", "web", "version", "1", "reason", "it ran for weeks"));
        wire.tell(
                Topic.TRIGGERS,
                SHOP,
                new TriggerRaised(
                        new Trigger("t", "Minor", Map.of(), Map.of(), "e", 1, null, now),
                        now,
                        List.of()));
        RollbackProposed p = wire.hear(RollbackProposed.class, SHOP);
        assertThat(p.to()).isEqualTo(new Release("web", "1"));
        incident = p.incident();
        wire.tell(Topic.ROLLBACKS, SHOP, plan(p));
        var _ = wire.hear(ApprovalRequested.class, SHOP);
    }

    @AfterAll
    void close() {
        house.close();
        wire.close();
    }

    private static PlanReady plan(RollbackProposed p) {
        return new PlanReady(
                p.incident(),
                p.rollback(),
                "h",
                p.runbook(),
                p.from(),
                p.to(),
                List.of(new PlannedStep("s", "link.switch", "link", "checkable", false)),
                null,
                Duration.ZERO,
                Duration.ofSeconds(5),
                List.of(),
                Instant.now());
    }

    @Test
    void who_may_not_changes_nothing_and_who_may_is_not_refused() {
        assertThat(routed()).isEqualTo(new TreeSet<>(ROUTES.keySet()));
        JsonNode before = detail();
        ROUTES.forEach((route, need) ->
                SENDERS.forEach((sender, has) -> {
                    if (need != Need.OPEN && !has.contains(need)) {
                        refused(route, sender);
                    }
                }));
        assertThat(detail()).as("what was refused changed nothing").isEqualTo(before);
        ROUTES.forEach((route, need) ->
                SENDERS.forEach((sender, has) -> {
                    if (need == Need.OPEN || has.contains(need)) {
                        allowed(route, sender);
                    }
                }));
        assertThat(detail().path("state").path("state").asText()).isNotEqualTo("awaiting-approval");
    }

    /// `-Ddocs.apply=true` writes it anew.
    @Test
    void the_description_of_the_api_names_the_routes_that_are_there() throws IOException {
        Path file = Path.of("src/main/resources/openapi.json");
        String described =
                ApiDescription.of(
                        "Holdfast decision-service", house.context().getBean(Router.class));
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(file, described);
        }
        assertThat(file).hasContent(described);
    }

    @Test
    void a_reader_sees_only_where_they_have_a_role() {
        assertThat(house.asks().get("/api/systems", "t-elsewhere").json()).isEmpty();
        assertThat(house.asks().get("/api/incidents?state=all", "t-elsewhere").json()).isEmpty();
        assertThat(house.asks().get("/api/systems", "t-vera").json()).isNotEmpty();
        assertThat(house.asks().get("/api/incidents?state=all", "t-vera").json()).isNotEmpty();
    }

    private Set<String> routed() {
        return house.context()
                .getBean(Router.class)
                .uriRoutes()
                .map(UriRouteInfo.class::cast)
                .filter(r -> !r.getHttpMethodName().equals("HEAD"))
                .map(r ->
                        r.getHttpMethodName()
                                + " "
                                + r.getUriMatchTemplate()
                                        .toPathString()
                                        .replaceAll("\\{\\?[^}]*}", ""))
                .filter(r -> r.contains(" /api/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode detail() {
        return house.asks().get("/api/incidents/" + incident).json().path("detail");
    }

    private void refused(String route, String sender) {
        int status = ask(route, sender).status();
        boolean hidden = route.startsWith("GET /api/incidents/{id}") && status == 404;
        assertThat(hidden || status == 401 || status == 403)
                .as("%s by '%s' is answered %d", route, sender, status)
                .isTrue();
        if (sender.isEmpty() || sender.equals("nobody-knows")) {
            assertThat(status).as("%s by '%s'", route, sender).isEqualTo(401);
        }
    }

    private void allowed(String route, String sender) {
        Asked.Reply reply = ask(route, sender);
        assertThat(reply.status())
                .as("%s by '%s' is answered %s", route, sender, reply.json())
                .isIn(200, 202, 400, 409);
    }

    private Asked.Reply ask(String route, String sender) {
        String[] parts = route.split(" ");
        String path =
                parts[1].replace("{system}", "shop")
                        .replace("{environment}", "production")
                        .replace("{name}", "shop")
                        .replace("{deed}", "pause")
                        .replace("{task}", task())
                        .replace("{id}", incident);
        String token = sender.isEmpty() ? null : "t-" + sender;
        return parts[0].equals("GET")
                ? house.asks().get(path, token)
                : house.asks().send(parts[0], path, token, BODY);
    }

    private String task() {
        return house.asks()
                .get("/api/incidents/" + incident + "/tasks")
                .json()
                .findPath("id")
                .asText("none");
    }

    private static final Map<String, Object> BODY =
            Map.ofEntries(
                    Map.entry("reason", "because"),
                    Map.entry("planHash", "h"),
                    Map.entry("mode", "automatic"),
                    Map.entry("estimate", "5m"),
                    Map.entry("component", "web"),
                    Map.entry("version", "9"),
                    Map.entry("text", "a note"),
                    Map.entry("fact", "any"),
                    Map.entry("value", "yes"),
                    Map.entry("answer", "done"),
                    Map.entry("note", "seen"),
                    Map.entry("files", Map.of("pack.yml", "system: shop")));
}
